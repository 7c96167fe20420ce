import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import {
  APP_NAME,
  Clock,
  ConsumerTransport,
  Consumers,
  DeliveryPipeline,
  DeliveryStatistics,
  sharedAbort,
  startPatiently,
  type Subscription,
} from '@app/messaging';
import { Connections } from '../connection/connections.js';
import { createStreamConsumer } from './create-stream-consumer.js';
import type { StreamConsumer } from './stream-consumer.js';
import { RedisStreamsFollower } from '../following/redis-streams.follower.js';
import { RedisStreamsHealth } from '../redis-streams.health.js';
import { Streams } from '../topology/streams.js';
import {
  REDIS_STREAMS_OPTIONS,
  type RedisStreamsTransportOptions,
} from '../redis-streams.module-definition.js';

const BLOCK_MS = 2_000;

/**
 * Reads streams as one consumer group an app. Entries of a key are handled one after the other and
 * retried in place, while other keys go on. That order holds within a process: Redis deals a
 * stream's entries out to all processes of a group, and what a dead one had comes after what others
 * have read meanwhile.
 */
@Injectable()
export class RedisStreamsTransport extends ConsumerTransport {
  private readonly stopping = sharedAbort();
  /** Unique to this process, so that what a dead one had is never taken for ours. */
  private readonly consumerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private consumers: readonly StreamConsumer[] = [];

  constructor(
    @Inject(REDIS_STREAMS_OPTIONS) private readonly options: RedisStreamsTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly connections: Connections,
    private readonly streams: Streams,
    private readonly follower: RedisStreamsFollower,
    private readonly pipeline: DeliveryPipeline,
    private readonly statistics: DeliveryStatistics,
    private readonly consumerMaker: Consumers,
    private readonly clock: Clock,
    private readonly health: RedisStreamsHealth,
  ) {
    super();
  }

  /** Stops reading, lets running handlers finish, acknowledges, and gives the rest back. */
  override async close(): Promise<void> {
    this.stopping.abort();
    const { SHUTDOWN_TIMEOUT_MS } = this.options.settings;
    await Promise.all(this.consumers.map((it) => it.close(SHUTDOWN_TIMEOUT_MS)));
  }

  protected override async start(): Promise<void> {
    this.consumers = this.options.consumes.map((it) => this.createConsumer(it));
    this.health.watch([...this.consumers, this.follower]);
    const started = Promise.all([
      this.connections.shared.ready(this.stopping.signal),
      ...this.consumers.map((it) => it.start()),
    ]);
    await startPatiently({
      broker: 'Redis',
      started,
      clock: this.clock,
      logger: this.logger,
      onLateFailure: (error) => this.giveUp(error),
    });
  }

  private createConsumer(subscription: Subscription): StreamConsumer {
    const { channel } = subscription;
    const { app, clock, pipeline, statistics, connections } = this;
    const { settings } = this.options;
    return createStreamConsumer({
      app,
      channel,
      names: {
        stream: this.streams.get(channel.name).key,
        group: settings.RESOURCE_PREFIX + app,
        consumer: this.consumerId,
      },
      deadLetterKey: this.streams.deadLettersOf(channel.name).key,
      consumer: this.consumerMaker.create(
        this.handlers,
        subscription,
        settings.REDIS_STREAMS_MAX_BODY_BYTES,
      ),
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
