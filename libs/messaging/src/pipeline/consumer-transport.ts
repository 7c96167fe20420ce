import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { MessageHandler } from '@nestjs/microservices';
import { toError } from '../errors/to-error.js';
import { HandlerTable, type Handler } from './handler-table.js';

/**
 * What every transport is to Nest: a strategy whose handlers land in our own table, where a
 * second handler of one type is an error at boot instead of a silent chain.
 * `close` drains within its deadline.
 */
export abstract class ConsumerTransport extends Server implements CustomTransportStrategy {
  readonly handlers = new HandlerTable();
  private death: Error | undefined;

  /** Why it consumes nothing, and never will in this process; undefined while it does or tries on. */
  get deadBecause(): Error | undefined {
    return this.death;
  }

  /** For what ends consuming once the app runs, where trying on can't help: liveness fails from now on. */
  protected giveUp(reason: unknown): void {
    this.death ??= toError(reason);
    this.logger.error({ msg: 'The consumer is dead: restart the app', error: this.death });
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    _isEventHandler?: boolean,
    extras?: { channel?: string },
  ): void {
    this.handlers.add(pattern, callback as Handler, extras?.channel);
  }

  /** Calls back once the app may go on; with an error where it can't be as it is configured. */
  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  /**
   * Resolves once messages flow, or the broker lets us wait too long (`startPatiently`).
   * @throws ConfigurationError when handlers, topology and broker don't fit together
   */
  protected abstract start(): Promise<void>;

  /** Events of the transport are log lines and health; there is nothing to subscribe to. */
  override on(): void {}

  override unwrap<T>(): T {
    throw new Error('The broker client stays behind the transport; use the transport itself.');
  }
}
