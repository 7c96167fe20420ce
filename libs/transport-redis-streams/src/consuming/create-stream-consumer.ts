import { ConcurrencyLimit, consumerName, InFlight, KeyLanes } from '@app/messaging';
import type { Channel, Clock, Consumer } from '@app/messaging';
import type { DeliveryPipeline, DeliveryStatistics } from '@app/messaging';
import type { RedisConnection } from '../connection/redis-connection.js';
import { ConsumerGroup, type GroupNames } from './consumer-group.js';
import { GroupReads } from './group-reads.js';
import { Acknowledger } from './acknowledger.js';
import { DeadLetters } from './dead-letters.js';
import { EntryHandler } from './entry-handler.js';
import { EntryWindow } from './entry-window.js';
import type { HeldEntry } from './held-entry.js';
import { Housekeeping } from './housekeeping.js';
import { Intake } from './intake.js';
import { Ownership } from './ownership.js';
import { StreamConsumer } from './stream-consumer.js';
import { StreamReader } from './stream-reader.js';
import { Trimmed } from './trimmed.js';

export interface StreamReading {
  readonly app: string;
  readonly channel: Channel;
  readonly names: GroupNames;
  /** The key of the dead-letter stream. */
  readonly deadLetterKey: string;
  readonly consumer: Consumer;
  readonly minIdleMs: number;
  /** How long a read waits at the server on `connection`. */
  readonly blockMs: number;
  readonly connection: RedisConnection;
  readonly shared: RedisConnection;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly statistics: Pick<DeliveryStatistics, 'count'>;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/** Puts the parts of a consumer together: entries from intake to lanes, handlers and back. */
export function createStreamConsumer(reading: StreamReading): StreamConsumer {
  const { names, channel, connection, shared, clock, minIdleMs, stopping } = reading;
  const source = { ...channel, consumer: consumerName(reading.app, channel) };
  const group = new ConsumerGroup(shared, names);
  const trimmed = new Trimmed({ ...source, coordinates: {} }, reading.statistics);
  const window = new EntryWindow();
  const ownership = new Ownership(group, window, clock, minIdleMs);
  const acknowledger = new Acknowledger(group, window, clock, stopping);
  const deadLetters = new DeadLetters(shared, reading.deadLetterKey, ownership, clock);
  const limit = new ConcurrencyLimit(reading.consumer.concurrency);
  const handler = new EntryHandler({
    ...reading,
    source,
    limit,
    ownership,
    acknowledger,
    deadLetters,
  });
  const inFlight = new InFlight();
  const lanes = new KeyLanes<HeldEntry>((entry) => inFlight.track(() => handler.handle(entry)));
  const intake = new Intake({
    ...reading,
    group,
    reads: new GroupReads(connection, names),
    window,
    trimmed,
    start: (entry) => lanes.push(entry.fields.key, entry),
  });
  const done = new AbortController();
  const reader = new StreamReader({ ...reading, group, intake, ownership, window });
  const housekeeping = new Housekeeping({
    ...reading,
    group,
    ownership,
    intake,
    done: done.signal,
  });
  const held = { inFlight, limit, window, acknowledger, group, trimmed };
  return new StreamConsumer({ ...reading, ...held, reader, housekeeping, done });
}
