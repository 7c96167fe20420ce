import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import {
  Clock,
  ConsumerTransport,
  createConsumer,
  DeliveryPipeline,
  DeliveryStatistics,
  HealthRegistry,
  type Health,
  type Subscription,
} from '@app/messaging';
import { REDIS_STREAMS } from './broker.js';
import { Connections } from './connection/connections.js';
import { createStreamConsumer } from './consuming/create-stream-consumer.js';
import { endsWithin } from './consuming/ends-within.js';
import type { StreamConsumer } from './consuming/stream-consumer.js';
import { RedisStreamsFollower } from './following/redis-streams.follower.js';
import {
  MODULE_OPTIONS_TOKEN,
  type RedisStreamsModuleOptions,
} from './redis-streams.module-definition.js';
import type { RedisStreamsSettings } from './redis-streams.settings.js';
import { REDIS_STREAMS_SETTINGS } from './redis-streams.tokens.js';
import { deadLetterStreamName, Streams } from './topology/streams.js';

const DEFAULT_CONCURRENCY = 16;
const BLOCK_MS = 2_000;
/** A broker that is away must not keep an app from starting: it goes on to try, and health says so. */
const START_PATIENCE_MS = 15_000;

/**
 * Reads streams as one consumer group an app. Entries of a key are handled one after the other and
 * retried in place, while other keys go on. That order holds within a process: Redis deals a
 * stream's entries out to all processes of a group, and what a dead one had comes after what others
 * have read meanwhile.
 */
@Injectable()
export class RedisStreamsTransport extends ConsumerTransport {
  private readonly stopping = new AbortController();
  /** Unique to this process, so that what a dead one had is never taken for ours. */
  private readonly consumerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private consumers: readonly StreamConsumer[] = [];

  constructor(
    @Inject(MODULE_OPTIONS_TOKEN) private readonly options: RedisStreamsModuleOptions,
    @Inject(REDIS_STREAMS_SETTINGS) private readonly settings: RedisStreamsSettings,
    private readonly connections: Connections,
    private readonly streams: Streams,
    private readonly follower: RedisStreamsFollower,
    private readonly pipeline: DeliveryPipeline,
    private readonly statistics: DeliveryStatistics,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
    health: HealthRegistry,
  ) {
    super();
    health.add({ name: REDIS_STREAMS, health: () => this.health() });
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  override async close(): Promise<void> {
    this.stopping.abort();
    const timeoutMs = this.settings.SHUTDOWN_TIMEOUT_MS;
    await Promise.all(this.consumers.map((it) => it.close(timeoutMs)));
  }

  /** @throws ConfigurationError when handlers and topology don't fit together */
  private async start(): Promise<void> {
    this.consumers = this.options.consumes.map((it) => this.createConsumer(it));
    const started = Promise.all([
      this.connections.shared.ready(this.stopping.signal),
      ...this.consumers.map((it) => it.start()),
    ]);
    if (await endsWithin(this.clock, START_PATIENCE_MS, started)) return;
    this.logger.warn('Redis is not there yet. The app goes on without, and tries on.');
  }

  /** Up while connected, and with every stream being read or followed. */
  private health(): Health {
    const { shared } = this.connections;
    if (!shared.isReady) return { status: 'down', detail: shared.problem };
    const problems = [...this.consumers, this.follower].map((it) => it.problem);
    const problem = problems.find((it) => it !== undefined);
    return problem === undefined ? { status: 'up' } : { status: 'down', detail: problem };
  }

  private createConsumer(subscription: Subscription): StreamConsumer {
    const { channel, concurrency = DEFAULT_CONCURRENCY } = subscription;
    const { clock, pipeline, statistics, options, settings, connections } = this;
    return createStreamConsumer({
      app: options.app,
      channel,
      names: {
        stream: this.streams.get(channel.name).key,
        group: settings.RESOURCE_PREFIX + options.app,
        consumer: this.consumerId,
      },
      deadLetterKey: this.streams.get(deadLetterStreamName(channel.name)).key,
      consumer: createConsumer(
        this.handlers,
        subscription,
        this.catalogue,
        settings.REDIS_STREAMS_MAX_BODY_BYTES,
      ),
      concurrency,
      minIdleMs: settings.REDIS_STREAMS_MIN_IDLE_MS,
      blockMs: BLOCK_MS,
      connection: connections.forReading(BLOCK_MS),
      shared: connections.shared,
      pipeline,
      statistics,
      clock,
      stopping: this.stopping.signal,
    });
  }
}
