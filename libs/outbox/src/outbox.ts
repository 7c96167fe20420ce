import { Injectable } from '@nestjs/common';
import type { CloudEvent, EventData, EventDefinition } from '@app/events';
import { EventComposer, type Destination, type OutboundMessage } from '@app/messaging';
import { Database, NoTransactionError, type Transaction } from '@app/database';
import { insertRows } from './insert-rows.js';
import { OutboxOutsideTransactionError } from './outbox.errors.js';
import type { OutboxRow } from './outbox-row.js';
import { OutboxRelay } from './relay/outbox-relay.js';

/** Publishes an event if, and only if, the current transaction is committed. */
@Injectable()
export class Outbox {
  private readonly buffers = new WeakMap<Transaction, OutboxRow[]>();

  constructor(
    private readonly database: Database,
    private readonly composer: EventComposer,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Events of one key reach a destination in the order in which they were added and committed.
   * @param causedBy the event that caused this one, where that isn't the delivered one
   * @throws OutboxOutsideTransactionError; EventValidationError, MessageTooLargeError,
   * UnknownDestinationError as a direct publish would
   */
  add<D extends EventDefinition>(
    definition: D,
    data: EventData<D>,
    causedBy?: CloudEvent,
  ): CloudEvent {
    const buffer = this.bufferOf(this.transactionFor(definition.type));
    const { event, message, destinations } = this.composer.compose(definition, data, causedBy);
    for (const destination of destinations) buffer.push({ destination, message });
    return event;
  }

  /**
   * Sends a message as it is, unvalidated: for what is a message already, such as a replay. Where it
   * can't be published, the relay finds out.
   * @throws OutboxOutsideTransactionError
   */
  forward(destination: Destination, message: OutboundMessage): void {
    this.bufferOf(this.transactionFor(message.type)).push({ destination, message });
  }

  private transactionFor(type: string): Transaction {
    try {
      return this.database.currentTransaction();
    } catch (cause) {
      if (!(cause instanceof NoTransactionError)) throw cause;
      throw new OutboxOutsideTransactionError(type, { cause });
    }
  }

  private bufferOf(transaction: Transaction): OutboxRow[] {
    const known = this.buffers.get(transaction);
    if (known) return known;
    const rows: OutboxRow[] = [];
    this.buffers.set(transaction, rows);
    transaction.withCommit(() => (rows.length > 0 ? insertRows(this.database, rows) : undefined));
    transaction.afterCommit(() => this.relay.wake(rows.map((row) => row.destination)));
    return rows;
  }
}
