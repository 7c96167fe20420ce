import { Inject, Injectable, Logger } from '@nestjs/common';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Admin, Consumer, Producer } from 'kafkajs';
import { APP_NAME } from '@app/messaging';
import { socketFactory } from './dial.js';
import { kafkaLog } from './kafka-log.js';
import { quietRequestQueue } from './quiet-request-queue.js';
import { steadyIntervals } from './steady-intervals.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';

/** After a broker's restart kafkajs is back within a second or two. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 };
const CONNECTION_TIMEOUT_MS = 3_000;

/** A fetch that finds nothing waits this long; a paused partition comes back within it. */
const FETCH_WAIT_MS = 100;
/** A window overshoots by one fetch at most, so a fetch is small. */
const FETCH_BYTES_PER_PARTITION = 256 * 1024;
const FETCH_BYTES = 4 * 1024 * 1024;

/** Makes kafkajs's clients, configured alike. Nothing outside this folder knows kafkajs. */
@Injectable()
export class KafkaClient {
  private readonly kafka: Kafka;

  constructor(
    @Inject(APP_NAME) app: string,
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
  ) {
    const { dial, settings } = options;
    quietRequestQueue();
    steadyIntervals();
    this.kafka = new Kafka({
      clientId: app,
      brokers: settings.KAFKA_BROKERS,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: settings.KAFKA_REQUEST_TIMEOUT_MS,
      retry: RETRY,
      logLevel: logLevel.WARN,
      logCreator: kafkaLog(new Logger('kafkajs')),
      ...(dial && { socketFactory: socketFactory(dial) }),
    });
  }

  admin(): Admin {
    return this.kafka.admin();
  }

  /**
   * Plain, and without retries of its own: kafkajs's idempotent producer reuses sequence numbers
   * after a rejected send, and the broker then drops what it confirms.
   */
  producer(): Producer {
    return this.kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 0 },
    });
  }

  consumer(groupId: string): Consumer {
    const sessionTimeout = this.options.settings.KAFKA_SESSION_TIMEOUT_MS;
    return this.kafka.consumer({
      groupId,
      sessionTimeout,
      // Handlers never hold up the fetch loop, so rejoining takes no longer than a heartbeat.
      rebalanceTimeout: sessionTimeout,
      heartbeatInterval: heartbeatIntervalMs(sessionTimeout),
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: FETCH_BYTES_PER_PARTITION,
      maxBytes: FETCH_BYTES,
      // A consumer that crashed is replaced by us: kafkajs would also restart one that was closed.
      retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
    });
  }
}

/** A third of the session is the usual bound; 3 s is Kafka's default. */
export function heartbeatIntervalMs(sessionTimeoutMs: number): number {
  return Math.min(3_000, Math.floor(sessionTimeoutMs / 3));
}
