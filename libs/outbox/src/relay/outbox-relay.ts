import { AsyncResource } from 'node:async_hooks';
import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type DatabaseClose } from '@app/database';
import type { Destination, Health, HealthIndicator, PublisherRegistry } from '@app/messaging';
import type { OutboxSettings } from '../outbox.settings.js';
import { DestinationLane } from './destination-lane.js';
import { findDestinations } from './find-destinations.js';
import { relayBatch } from './relay-batch.js';

/** Commits that come in quick succession are read by one claim. */
const DEBOUNCE_MS = 3;
const STALLED_AFTER_MS = 30_000;

/**
 * Brings the outbox to the brokers: woken by commits of this process, and by polling for all else
 * (other instances, holds that ended, a crash). Destinations don't wait for each other.
 */
export class OutboxRelay implements OnApplicationBootstrap, HealthIndicator {
  readonly name = 'outbox';
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly lanes = new Map<string, DestinationLane>();
  private readonly soon = new AbortController();
  private readonly now = new AbortController();
  private woken = new Set<DestinationLane>();
  private debounce: NodeJS.Timeout | undefined;
  private poll: NodeJS.Timeout | undefined;
  private polling: Promise<void> = Promise.resolve();
  private polledAt = performance.now();
  private pollFailed = false;

  constructor(
    private readonly database: Database,
    private readonly publishers: PublisherRegistry,
    private readonly settings: OutboxSettings,
    close: DatabaseClose,
  ) {
    close.before(() => this.stop());
  }

  /** After migrations; transports may still be connecting, and their publishers wait for that. */
  onApplicationBootstrap(): void {
    this.polledAt = performance.now();
    this.schedulePoll(0);
  }

  /** Rows for these destinations were committed. */
  wake(destinations: Iterable<Destination>): void {
    if (this.soon.signal.aborted) return;
    for (const destination of destinations) this.woken.add(this.laneOf(destination));
    this.debounce ??= setTimeout(this.wakeLanes, DEBOUNCE_MS);
  }

  health(): Health {
    const silentMs = Math.round(performance.now() - this.polledAt);
    if (silentMs < STALLED_AFTER_MS) return { status: 'up' };
    return { status: 'down', detail: `The outbox was not read for ${silentMs} ms.` };
  }

  /** Claims nothing more, and waits a moment for confirmations; what has none stays in the outbox. */
  async stop(): Promise<void> {
    this.soon.abort();
    clearTimeout(this.debounce);
    clearTimeout(this.poll);
    const deadline = setTimeout(() => this.now.abort(), this.settings.OUTBOX_STOP_TIMEOUT_MS);
    await Promise.all([this.polling, ...[...this.lanes.values()].map((lane) => lane.idle())]);
    clearTimeout(deadline);
  }

  /** Bound, because what a delivery has woken must not run as a part of that delivery. */
  private readonly wakeLanes = AsyncResource.bind(() => {
    this.debounce = undefined;
    const lanes = this.woken;
    this.woken = new Set();
    for (const lane of lanes) lane.wake();
  });

  private schedulePoll(delayMs: number): void {
    if (this.soon.signal.aborted) return;
    this.poll = setTimeout(() => {
      this.polling = this.pollOnce().finally(() => {
        this.schedulePoll(this.settings.OUTBOX_POLL_INTERVAL_MS);
      });
    }, delayMs);
  }

  private async pollOnce(): Promise<void> {
    try {
      const destinations = await findDestinations(this.database);
      this.polledAt = performance.now();
      this.pollFailed = false;
      for (const destination of destinations) this.laneOf(destination).wake();
    } catch (error) {
      if (!this.pollFailed) this.logger.warn({ error, msg: 'Outbox can not be read; trying on' });
      this.pollFailed = true;
    }
  }

  private laneOf(destination: Destination): DestinationLane {
    const id = `${destination.broker}\u001f${destination.name}`;
    let lane = this.lanes.get(id);
    if (!lane) {
      const { OUTBOX_BATCH_SIZE: limit, OUTBOX_REFUSAL_PATIENCE_MS: refusalPatienceMs } =
        this.settings;
      const options = { limit, refusalPatienceMs };
      const stop = { soon: this.soon.signal, now: this.now.signal };
      lane = new DestinationLane(
        destination,
        (to) => relayBatch(this.database, this.publishers, to, options, stop),
        limit,
        stop.soon,
      );
      this.lanes.set(id, lane);
    }
    return lane;
  }
}
