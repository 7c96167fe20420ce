import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import type { CloudEvent } from '@app/events';
import { ENVIRONMENT } from '../app/app.tokens.js';
import { readSettings, type Environment } from '../app/settings.js';
import type { Delivery } from '../delivery/delivery.js';
import { replayOrNone } from '../delivery/replay-headers.js';
import { HandBackError } from '../errors/hand-back.error.js';
import { DeadLetterError } from '../settlement/dead-letter.error.js';
import { HandlerGate, type Pass, type Way } from './handler-gate.js';
import { StartLedger, type StartedMessage } from './start-ledger.js';
import { startsSettings } from './starts.settings.js';

interface Ownership {
  readonly delivery: Delivery;
  readonly signals: readonly AbortSignal[];
}

/**
 * Keeps a message that kills its process from doing so for ever. A message that may have been
 * started before is written down before its handler runs; one whose last start left no outcome runs
 * alone, so that nothing else dies with it; past the limit it doesn't run any more. A message that
 * is new to everyone costs nothing. Without a ledger the app does without all this.
 */
@Injectable()
export class CrashGuard {
  private readonly logger = new Logger(CrashGuard.name);
  private readonly gate = new HandlerGate();
  /** This one. A message may be in it several times over, and none of them has killed it. */
  private readonly process = randomUUID();
  private readonly limit: number;
  private readonly alonePatienceMs: number;
  /** Have an outcome that the ledger couldn't be told. It goes with the next one. */
  private readonly untold = new Map<string, StartedMessage>();
  private isWarned = false;

  constructor(
    @Inject(ENVIRONMENT) environment: Environment,
    @Optional() @Inject(StartLedger) private readonly ledger: StartLedger | undefined,
  ) {
    const settings = readSettings(startsSettings, environment);
    this.limit = settings.CRASH_LOOP_LIMIT;
    this.alonePatienceMs = settings.CRASH_ALONE_PATIENCE_MS;
  }

  /**
   * Runs `handle` beside others, or alone.
   * @param signals one of them aborted: it must not start any more
   * @throws DeadLetterError `CRASH_LOOP`; HandBackError where it can't start now; what `handle` does
   */
  async run(
    delivery: Delivery,
    event: CloudEvent,
    signals: readonly AbortSignal[],
    handle: () => Promise<void>,
  ): Promise<void> {
    if (!delivery.mayHaveStarted || !this.ledger) return this.enter('shared', signals, handle);

    const { ledger } = this;
    const message = startedMessage(delivery, event);
    const starts = await this.unfinished(ledger, message);
    if (starts >= this.limit) throw crashLoop(starts);
    // Asked before it is written down: who only waits isn't charged when another one kills us.
    const record = () => this.record(ledger, message, { delivery, signals }, handle);
    if (starts === 0) return this.enter('shared', signals, record);
    await this.runAlone(message, signals, record);
  }

  /** Alone for a while at most: neither a handler that hangs nor this one may hold up the app. */
  private async runAlone(
    message: StartedMessage,
    signals: readonly AbortSignal[],
    work: () => Promise<void>,
  ): Promise<void> {
    const patience = AbortSignal.timeout(this.alonePatienceMs);
    const refusal = () => {
      if (!patience.aborted) return givenUp();
      this.logger.warn({ ...message, msg: `${notAlone}: ${this.alonePatienceMs} ms` });
      return new HandBackError(notAlone);
    };
    await this.enter(
      'alone',
      [...signals, patience],
      async (pass) => {
        const timer = setTimeout(() => {
          pass.share();
          this.logger.warn({ ...message, msg: `${tooLong} ${this.alonePatienceMs} ms` });
        }, this.alonePatienceMs);
        try {
          await work();
        } finally {
          clearTimeout(timer);
        }
      },
      refusal,
    );
  }

  private async enter(
    way: Way,
    signals: readonly AbortSignal[],
    work: (pass: Pass) => Promise<void>,
    refusal = givenUp,
  ): Promise<void> {
    if (isAborted(signals)) throw refusal();
    const pass = this.gate.tryEnter(way) ?? (await this.gate.wait(way, signals));
    if (!pass) throw refusal();
    try {
      await work(pass);
    } finally {
      pass.leave();
    }
  }

  private async record(
    ledger: StartLedger,
    message: StartedMessage,
    { delivery: { signal }, signals }: Ownership,
    handle: () => Promise<void>,
  ): Promise<void> {
    await ledger.begin(message, this.process);
    if (isAborted(signals)) {
      await this.end(ledger, message);
      throw givenUp();
    }
    // Given up by us or taken from us: that is an outcome, even if the handler never ends.
    const onGivenUp = () => void this.end(ledger, message);
    signal.addEventListener('abort', onGivenUp);
    try {
      await handle();
    } finally {
      signal.removeEventListener('abort', onGivenUp);
      await this.end(ledger, message);
    }
  }

  private async unfinished(ledger: StartLedger, message: StartedMessage): Promise<number> {
    if (this.untold.size > 0) await this.tell(ledger);
    return await ledger.unfinished(message, this.process);
  }

  private async end(ledger: StartLedger, message: StartedMessage): Promise<void> {
    this.untold.set(keyOf(message), message);
    await this.tell(ledger);
  }

  /** Never rejects: what the handlers did is done. */
  private async tell(ledger: StartLedger): Promise<void> {
    const told = [...this.untold];
    try {
      await ledger.end(told.map(([, it]) => it));
      for (const [key] of told) this.untold.delete(key);
      this.isWarned = false;
    } catch (error) {
      // Once while it lasts: every message that ends meanwhile comes by here.
      if (!this.isWarned) this.logger.warn({ error, msg: 'Outcomes can not be written down yet' });
      this.isWarned = true;
    }
  }
}

const notAlone = 'A message that may kill its process waited in vain for the other handlers to end';

/** Each replay of a message starts anew. */
function startedMessage({ source, headers }: Delivery, event: CloudEvent): StartedMessage {
  const replay = replayOrNone(headers);
  const eventId = replay ? `${event.id} (replay ${replay.number})` : event.id;
  return { consumer: source.consumer, eventSource: event.source, eventId };
}

/** Its starts stay in the ledger: it may come again before its dead letter is written. */
function crashLoop(starts: number): DeadLetterError {
  return new DeadLetterError(
    'CRASH_LOOP',
    `${starts} processes started the message and left no outcome, after it had been delivered ` +
      'before: they died of it. Find out why before it is replayed.',
  );
}

function givenUp(): HandBackError {
  return new HandBackError('The message was given up before its handler could start.', 0);
}

const tooLong =
  'A message that may kill its process runs alone and does not end; others run beside it after';

function isAborted(signals: readonly AbortSignal[]): boolean {
  return signals.some((signal) => signal.aborted);
}

function keyOf({ consumer, eventSource, eventId }: StartedMessage): string {
  return JSON.stringify([consumer, eventSource, eventId]);
}
