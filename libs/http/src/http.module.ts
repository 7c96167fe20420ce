import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Tracing } from '@app/messaging';
import { JsonOnlyGuard } from './json-only.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { SchemasController } from './schemas.controller.js';
import { ShallowBodyGuard } from './shallow-body.guard.js';
import { TraceRequestsMiddleware } from './trace-requests.middleware.js';
import { validationPipe } from './validation.js';

/**
 * How the HTTP APIs of this project validate, how they say no, how they are traced, and the schemas
 * of the events.
 */
@Module({
  controllers: [SchemasController],
  providers: [
    { provide: Tracing, useFactory: () => Tracing.ofProcess() },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: JsonOnlyGuard },
    { provide: APP_GUARD, useClass: ShallowBodyGuard },
    { provide: APP_PIPE, useValue: validationPipe },
  ],
})
export class HttpModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(TraceRequestsMiddleware).forRoutes('{*path}');
  }
}
