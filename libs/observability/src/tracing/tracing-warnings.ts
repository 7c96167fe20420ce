import { AsyncResource } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import type { DiagLogger } from '@opentelemetry/api';

const QUIET_MS = 60_000;

/**
 * What OpenTelemetry complains of, as warnings: at most one a minute, since an outage of the collector
 * is told of for each batch.
 */
export class TracingWarnings implements DiagLogger {
  private quietUntilMs = -Infinity;
  /** A batch leaves while some message is handled, and is about others. */
  private readonly nobody = new AsyncResource(TracingWarnings.name);

  constructor(private readonly logger: LoggerService) {}

  error(...texts: unknown[]): void {
    this.warn(...texts);
  }

  warn(...texts: unknown[]): void {
    if (performance.now() < this.quietUntilMs) return;
    this.quietUntilMs = performance.now() + QUIET_MS;
    const reason = texts.map(String).join(' ');
    const line = { msg: "Traces don't arrive; the app goes on without", reason };
    this.nobody.runInAsyncScope(() => this.logger.warn(line, 'Tracing'));
  }

  info(): void {}
  debug(): void {}
  verbose(): void {}
}
