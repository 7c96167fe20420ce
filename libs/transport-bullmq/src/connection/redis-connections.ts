import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Health } from '@app/messaging';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from '../bullmq.options.js';
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

  /** Up only while the app can publish and, where it reads, read. */
  health(): Health {
    const sending = this.publisher.health();
    return sending.status === 'down' || !this.consumer ? sending : this.consumer.health();
  }

  onApplicationShutdown(): void {
    this.publisher.close();
    this.consumer?.close();
  }
}
