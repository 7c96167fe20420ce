import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';

/** Far more than a request of ours takes. */
const PATIENCE_MS = 5_000;
/** A client keeps its connection after the answer; Node lets go of those that are idle when asked. */
const LET_GO_MS = 50;

/**
 * Nest waits for every HTTP connection before it drains the transports, and a client that never
 * finishes its request would keep it from that. Who isn't done in time is cut off.
 */
@Injectable()
export class HttpDrain implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    const letGo = setInterval(() => server.closeIdleConnections(), LET_GO_MS).unref();
    server.once('close', () => clearInterval(letGo));
    setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  }
}
