import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '@app/messaging';
import { HEALTH_OPTIONS } from './health.tokens.js';
import { HealthRoutes, problem, type HealthAnswer, type HealthOptions } from './health-routes.js';
import { readHealthSettings } from './health-settings.js';
import { listen } from './listen.js';

/**
 * Answers liveness, readiness and metrics on a port of its own, from before the first migration
 * until everything else is closed. It never keeps a process alive by itself: what only answers
 * that it lives does not live.
 */
@Injectable()
export class HealthServer implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger(HealthServer.name);
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(
    private readonly routes: HealthRoutes,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(HEALTH_OPTIONS) private readonly options: HealthOptions,
  ) {
    this.server.headersTimeout = 5_000;
    this.server.requestTimeout = 10_000;
  }

  /** The port that it listens on: the real one where `HEALTH_PORT` is 0. */
  get port(): number {
    const address = this.server.address() as AddressInfo | null;
    if (!address) throw new Error('The health server is not listening.');
    return address.port;
  }

  /** @throws ConfigurationError when the port can't be had */
  async onModuleInit(): Promise<void> {
    await listen(this.server, readHealthSettings(this.environment, this.options.healthPort));
    this.server.on('error', (error) => this.logger.error(error));
    this.server.unref();
  }

  onModuleDestroy(): void {
    this.routes.markStopping();
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, contentType, body } = await this.answer(request);
    response.writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(status === 405 && { allow: 'GET, HEAD' }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private async answer(request: IncomingMessage): Promise<HealthAnswer> {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return problem(405, 'METHOD_NOT_ALLOWED', 'Only GET and HEAD are answered here.');
    }
    try {
      return await this.routes.answer((request.url ?? '/').split('?', 1)[0]!);
    } catch (error) {
      this.logger.error(error);
      return problem(500, 'HEALTH_FAILED', 'A check failed to answer; the log says which.');
    }
  }
}
