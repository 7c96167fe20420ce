import { Injectable } from '@nestjs/common';
import { Clock, RawHandler, type Channel, type Delivery } from '@app/messaging';
import { deadLetterChannels } from '@app/topology';
import { Ledger } from '../ledger/ledger.js';
import { EntryBatches } from './entry-batches.js';
import { toEntry } from './to-entry.js';

/** Brings the messages of every dead-letter channel to the ledger. */
@Injectable()
export class DeadLetterCollector extends RawHandler {
  private readonly owners = new Map<string, Channel>(
    deadLetterChannels.map(({ channel, of }) => [nameOf(channel), of]),
  );
  private readonly batches: EntryBatches;

  constructor(
    ledger: Ledger,
    private readonly clock: Clock,
  ) {
    super();
    this.batches = new EntryBatches((entries) => ledger.record(entries), clock);
  }

  async take(delivery: Delivery, stopping: AbortSignal): Promise<boolean> {
    const of = this.owners.get(nameOf(delivery.source)) ?? delivery.source;
    const entry = toEntry(delivery, of, this.clock.now());
    return await this.batches.add(entry, [stopping, delivery.signal]);
  }
}

function nameOf({ broker, name }: Pick<Channel, 'broker' | 'name'>): string {
  return `${broker}/${name}`;
}
