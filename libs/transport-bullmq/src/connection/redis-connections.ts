import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from '../bullmq.module-definition.js';
import { RedisLink } from './redis-link.js';

/** How often a command is sent again after its connection broke; BullMQ's are idempotent by job id. */
const RETRIES_PER_COMMAND = 3;

/**
 * The app's connections to Redis: one sends, another one reads, so that neither waits for the
 * other. They close last, as handlers that drain still publish.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  readonly publisher: RedisLink;
  /** Its copies block while they wait for jobs. None where the app only sends. */
  readonly consumer: RedisLink | undefined;

  constructor(@Inject(BULLMQ_OPTIONS) { settings, consumes }: BullMqTransportOptions) {
    const { REDIS_URL: url } = settings;
    this.publisher = new RedisLink('publisher', url, {
      maxRetriesPerRequest: RETRIES_PER_COMMAND,
      socketTimeout: settings.BULLMQ_PUBLISH_TIMEOUT_MS,
    });
    if (consumes.length > 0) {
      // BullMQ demands null: a worker's command waits for as long as Redis is away.
      this.consumer = new RedisLink('consumer', url, { maxRetriesPerRequest: null });
    }
  }

  onApplicationShutdown(): void {
    this.publisher.close();
    this.consumer?.close();
  }
}
