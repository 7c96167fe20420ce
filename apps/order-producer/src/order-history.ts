import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Observable, ReplaySubject, takeUntil } from 'rxjs';
import { Database } from '@app/database';
import { EventBus, type CloudEvent } from '@app/events';
import type { OrdersTables } from './migrations/001-create-orders.js';

/** One thing that happened to an order. `broker` delivered what caused it; the first came by HTTP. */
export interface OrderStep {
  readonly seq: number;
  readonly at: string;
  readonly step: string;
  readonly broker: string;
}

/**
 * The steps of each order: kept in PostgreSQL, and told to whoever listens in this process. What
 * another instance records reaches a listener here with the next step of its order, or when it
 * connects again.
 */
@Injectable()
export class OrderHistory implements OnModuleDestroy {
  private readonly logger = new Logger(OrderHistory.name);
  /** Replayed, so that a stream which opens meanwhile ends as well. */
  private readonly stopping = new ReplaySubject<void>(1);
  private readonly bus = new EventBus<string>((error) =>
    this.logger.error('A listener of order steps failed', error),
  );

  constructor(private readonly database: Database<OrdersTables>) {}

  /** Ends every stream: an open one would hold the HTTP server, and its client can come back. */
  onModuleDestroy(): void {
    this.stopping.next();
  }

  /** @returns false when the step was known already */
  async record(orderId: string, fact: CloudEvent): Promise<boolean> {
    const inserted = await this.database.kysely
      .insertInto('order_steps')
      .values({
        order_id: orderId,
        event_id: fact.id,
        at: fact.time ?? new Date(),
        step: fact.type.replace(/\.v\d+$/, ''),
        broker: fact.via ?? 'http',
      })
      .onConflict((conflict) => conflict.columns(['order_id', 'event_id']).doNothing())
      .returning('seq')
      .executeTakeFirst();
    if (inserted) this.database.currentTransaction().afterCommit(() => this.bus.publish(orderId));
    return inserted !== undefined;
  }

  async of(orderId: string, afterSeq = 0): Promise<OrderStep[]> {
    const rows = await this.database.kysely
      .selectFrom('order_steps')
      .select(['seq', 'at', 'step', 'broker'])
      .where('order_id', '=', orderId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute();
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** The steps after `afterSeq`, then each new one as it comes; ends when the app stops. */
  follow(orderId: string, afterSeq: number): Observable<OrderStep> {
    const steps = new Observable<OrderStep>((subscriber) => {
      let last = afterSeq;
      let reading = Promise.resolve();
      const readOn = (): void => {
        reading = reading
          .then(async () => {
            for (const step of await this.of(orderId, last)) {
              last = step.seq;
              subscriber.next(step);
            }
          })
          .catch((error: unknown) => subscriber.error(error));
      };
      const unsubscribe = this.bus.subscribe((changed) => {
        if (changed === orderId) readOn();
      });
      readOn();
      return unsubscribe;
    });
    return steps.pipe(takeUntil(this.stopping));
  }
}
