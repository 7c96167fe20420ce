import { Logger } from '@nestjs/common';
import type { DiagLogger } from '@opentelemetry/api';
import { redactText } from '../logging/redact-text.js';

const QUIET_MS = 60_000;

/** What OpenTelemetry complains of, as warnings: at most one a minute, since an outage is told of for each batch. */
export class WarningLogger implements DiagLogger {
  private readonly logger = new Logger('Tracing');
  private quietUntilMs = 0;

  error(...texts: unknown[]): void {
    this.warn(...texts);
  }

  warn(...texts: unknown[]): void {
    if (performance.now() < this.quietUntilMs) return;
    this.quietUntilMs = performance.now() + QUIET_MS;
    const reason = redactText(texts.map(String).join(' '));
    this.logger.warn(`Traces don't arrive. The app goes on without. ${reason}`);
  }

  info(): void {}
  debug(): void {}
  verbose(): void {}
}
