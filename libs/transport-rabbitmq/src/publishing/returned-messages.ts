import type { Message } from 'amqplib';
import type { Envelope } from './envelope.js';

/**
 * Messages that reached no queue. RabbitMQ returns one before it confirms it, so at its
 * confirmation we know. Equal messages in flight at a time are interchangeable: they are counted.
 */
export class ReturnedMessages {
  private readonly counts = new Map<string, number>();

  add({ fields, properties }: Message): void {
    const key = keyOf(fields.exchange, fields.routingKey, properties.messageId);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Whether the confirmed message is one of them; each return is told once. */
  take({ route, options }: Envelope): boolean {
    const key = keyOf(route.exchange, route.routingKey, options.messageId);
    const count = this.counts.get(key);
    if (count === undefined) return false;
    if (count > 1) this.counts.set(key, count - 1);
    else this.counts.delete(key);
    return true;
  }
}

function keyOf(exchange: string, routingKey: string, messageId: unknown): string {
  return JSON.stringify([exchange, routingKey, messageId]);
}
