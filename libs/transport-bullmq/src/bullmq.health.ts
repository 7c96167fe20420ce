import { Injectable } from '@nestjs/common';
import { HealthRegistry, type Health, type HealthIndicator } from '@app/messaging';
import { BULLMQ } from './broker.js';
import { RedisConnections } from './connection/redis-connections.js';

/** How Redis and we get on: up only while the app can publish and, where it reads, read. */
@Injectable()
export class BullMqHealth implements HealthIndicator {
  readonly name = BULLMQ;

  constructor(
    private readonly connections: RedisConnections,
    registry: HealthRegistry,
  ) {
    registry.add(this);
  }

  health(): Health {
    const { consumer, publisher } = this.connections;
    const sending = publisher.health();
    return sending.status === 'down' || !consumer ? sending : consumer.health();
  }
}
