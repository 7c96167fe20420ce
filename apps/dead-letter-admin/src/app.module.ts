import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { HttpModule } from '@app/http';
import { ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { OutboxModule } from '@app/outbox';
import { BearerGuard } from './access/bearer.guard.js';
import { PASS_PATH } from './access/pass.js';
import { SessionController } from './access/session.controller.js';
import { Tokens } from './access/tokens.js';
import { AdminSettingsPort } from './admin-settings.port.js';
import { adminSettings } from './admin.settings.js';
import { AuditController } from './audit/audit.controller.js';
import { Audit } from './audit/audit.js';
import { DeadLetterCollector } from './collector/dead-letter.collector.js';
import { ConsoleController } from './console/console.controller.js';
import { DiscardsController } from './discard/discards.controller.js';
import { Discards } from './discard/discards.js';
import { LedgerRetention } from './ledger/ledger.retention.js';
import { OpenDeadLetters } from './ledger/open-dead-letters.js';
import { Ledger } from './ledger/ledger.js';
import { DeadLetterQueries } from './listing/dead-letter.queries.js';
import { DeadLettersController } from './listing/dead-letters.controller.js';
import { ledgerDatabase } from './migrations/ledger-database.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { TaskBoardMiddleware } from './queues/task-board.middleware.js';
import { DeadLetterResolvedHandler } from './replay/dead-letter-resolved.handler.js';
import { ReplayRunner } from './replay/replay-runner.js';
import { ReplayStep } from './replay/replay-step.js';
import { ReplaysController } from './replay/replays.controller.js';
import { Replays } from './replay/replays.js';

@Module({
  imports: [HttpModule, ledgerDatabase(), OutboxModule],
  controllers: [
    // Before the one that has `:id` behind the same path.
    AuditController,
    ReplaysController,
    DiscardsController,
    DeadLettersController,
    OpenApiController,
    SessionController,
    ConsoleController,
    DeadLetterResolvedHandler,
  ],
  providers: [
    {
      provide: AdminSettingsPort,
      inject: [ENVIRONMENT],
      useFactory: (environment: Environment) =>
        new AdminSettingsPort(readSettings(adminSettings, environment)),
    },
    Audit,
    BearerGuard,
    DeadLetterCollector,
    DeadLetterQueries,
    Discards,
    Ledger,
    LedgerRetention,
    OpenDeadLetters,
    ReplayRunner,
    ReplayStep,
    Replays,
    TaskBoardMiddleware,
    Tokens,
  ],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(TaskBoardMiddleware).forRoutes(`${PASS_PATH}{/*path}`);
  }
}
