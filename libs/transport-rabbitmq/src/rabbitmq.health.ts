import { Injectable } from '@nestjs/common';
import { HealthRegistry, type Health, type HealthIndicator } from '@app/messaging';
import { RABBITMQ } from './broker.js';
import { RabbitMqSender } from './publishing/rabbitmq.sender.js';

/** How RabbitMQ and we get on: up only while able to publish and, where the app reads, to read. */
@Injectable()
export class RabbitMqHealth implements HealthIndicator {
  readonly name = RABBITMQ;
  private reading: { health(): Health } | undefined;

  constructor(
    private readonly sender: RabbitMqSender,
    registry: HealthRegistry,
  ) {
    registry.add(this);
  }

  health(): Health {
    const sending = this.sender.health();
    return sending.status === 'down' || !this.reading ? sending : this.reading.health();
  }

  /** What the app reads by. */
  watch(reading: { health(): Health }): void {
    this.reading = reading;
  }
}
