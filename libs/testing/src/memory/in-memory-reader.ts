import type {
  Clock,
  Consumer,
  Delivery,
  DeliveryPipeline,
  Settlement,
  Turns,
} from '@app/messaging';
import {
  ConcurrencyLimit,
  PublishRejectedError,
  processInTurn,
  sharedAbort,
  type Channel,
} from '@app/messaging';
import { toDeadLetter } from '@app/dlq';
import type { Backlog } from './backlog.js';
import type { Claim } from './claim.js';
import type { InMemoryBroker } from './in-memory-broker.js';
import { toDelivery } from './in-memory-delivery.js';

/** When a dead letter that could not be written is tried again. */
const DEAD_LETTER_RETRY_MS = 500;

export interface ReaderOptions {
  readonly broker: InMemoryBroker;
  readonly pipeline: DeliveryPipeline;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly consumer: Consumer;
  readonly consumerName: string;
}

/** Reads one channel for one app: takes what may be handled, and settles it as the pipeline says. */
export class InMemoryReader {
  private readonly backlog: Backlog;
  private readonly running = new Map<Claim, Promise<void>>();
  private reading = false;
  private stopListening: (() => void) | undefined;
  private readonly stopping = sharedAbort();
  private readonly turns: Turns;

  /** @throws ConfigurationError for a channel that the broker doesn't know */
  constructor(private readonly options: ReaderOptions) {
    const limit = new ConcurrencyLimit(options.consumer.concurrency);
    this.turns = { ...options, limit, stopping: this.stopping.signal };
    this.backlog = options.broker.backlogOf(options.channel.name, options.consumerName);
  }

  start(): void {
    this.reading = true;
    this.stopListening = this.backlog.onReady(() => this.readSoon());
    this.readSoon();
  }

  /** Takes nothing more, and waits for what runs; past the deadline others may have it. */
  async stop(deadline: Promise<void>): Promise<void> {
    this.reading = false;
    this.stopListening?.();
    this.stopping.abort();
    await Promise.race([Promise.all(this.running.values()), deadline]);
    for (const claim of this.running.keys()) claim.revoke();
  }

  private readSoon(): void {
    this.options.broker.runOutside(() => this.read());
  }

  private read(): void {
    while (this.mayTake()) {
      const claim = this.backlog.take();
      if (!claim) return;
      const work = this.handle(claim).finally(() => {
        this.running.delete(claim);
        this.readSoon();
      });
      this.running.set(claim, work);
    }
  }

  private mayTake(): boolean {
    const { broker, consumer } = this.options;
    return this.reading && broker.isConnected && this.running.size < consumer.concurrency;
  }

  private async handle(claim: Claim): Promise<void> {
    const { channel, consumerName } = this.options;
    const delivery = toDelivery(claim, channel, consumerName);
    const settlement = await processInTurn(delivery, this.turns);
    if (settlement) this.settle(claim, delivery, settlement);
    else claim.revoke();
  }

  private settle(claim: Claim, delivery: Delivery, settlement: Settlement): void {
    switch (settlement.kind) {
      case 'ack':
        return claim.acknowledge();
      case 'retry':
        return this.retry(claim, settlement.delayMs, settlement.costsAttempt);
      case 'dead-letter':
        return this.deadLetter(claim, delivery, settlement);
      default:
        return settlement satisfies never;
    }
  }

  private retry(claim: Claim, delayMs: number, costsAttempt: boolean): void {
    const { broker, clock } = this.options;
    const failedAt = costsAttempt ? clock.now() : undefined;
    claim.retry(failedAt, (again) => broker.later(delayMs, again));
  }

  private deadLetter(
    claim: Claim,
    delivery: Delivery,
    settlement: Extract<Settlement, { kind: 'dead-letter' }>,
  ): void {
    if (!claim.held) return;
    const { broker, channel, clock } = this.options;
    try {
      broker.setAside(channel.name, toDeadLetter(delivery, settlement, clock.now()));
    } catch (error) {
      if (!(error instanceof PublishRejectedError)) throw error;
      return this.retry(claim, DEAD_LETTER_RETRY_MS, false);
    }
    claim.acknowledge();
  }
}
