import type { LoggerService } from '@nestjs/common';
import type { Environment } from '@app/messaging';
import type { DestinationStream, Level, Logger } from 'pino';
import { createPino } from './create-pino.js';
import { deliveryFields } from './delivery-fields.js';
import { hiddenNow } from './hidden.js';
import { readLogSettings } from './log-settings.js';
import { readNestCall } from './nest-call.js';
import { redact } from './redact.js';

export interface PinoLoggerOptions {
  /** The name that every line carries. */
  readonly app: string;
  /** `LOG_LEVEL` (default `info`) and `LOG_FORMAT` (`json` or `pretty`). */
  readonly environment: Environment;
  /** Names of payload fields that no line may show, nor their values inside a delivery. */
  readonly sensitive?: ReadonlySet<string>;
  /** Where lines go instead of standard output. */
  readonly destination?: DestinationStream;
  /** Whether a person reads along; by default whether standard output is a terminal. */
  readonly isTerminal?: boolean;
}

/** Names of pino's own: a field of the same name gets an underscore behind it. */
const RESERVED = new Set(['level', 'time', 'app', 'context', 'msg']);

/** Contexts of Nest that have a line for each module and route while an app starts. */
const NARRATORS = new Set<unknown>([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
]);

/**
 * Nest's logger on pino, one line an entry. A line inside a delivery carries `eventId`, `type`,
 * `correlationId`, `traceId`, `attempt` and `source`. Secrets never reach the output (see `redact`), nor what
 * event schemas mark as sensitive.
 */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;
  private readonly sensitive: ReadonlySet<string>;

  /** @throws ConfigurationError when the environment names no such level or format */
  constructor({ app, environment, destination, isTerminal, sensitive }: PinoLoggerOptions) {
    const settings = readLogSettings(environment, isTerminal ?? process.stdout.isTTY === true);
    this.sensitive = sensitive ?? new Set();
    this.pino = createPino(app, settings, destination);
  }

  log(message: unknown, ...more: unknown[]): void {
    this.write(NARRATORS.has(more.at(-1)) ? 'debug' : 'info', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  private write(level: Level, message: unknown, more: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const mayHaveStack = level === 'error' || level === 'fatal';
    const { msg, context, fields } = readNestCall(message, more, mayHaveStack);
    const line: Record<string, unknown> = { ...(context !== undefined && { context }) };
    for (const [name, value] of Object.entries({ ...deliveryFields(), ...fields })) {
      if (value !== undefined) line[RESERVED.has(name) ? `${name}_` : name] = value;
    }
    const entry = { ...line, ...(msg !== undefined && { msg }) };
    this.pino[level](redact(entry, hiddenNow(this.sensitive)));
  }
}
