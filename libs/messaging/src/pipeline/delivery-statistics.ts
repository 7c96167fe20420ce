import { Injectable } from '@nestjs/common';
import type { Source } from '../delivery/delivery.js';
import type { Settlement } from '../settlement/settlement.js';

export type DeliveryOutcome = Settlement['kind'] | 'ignored';

/** Counts outcomes by channel: what was acknowledged without a handler is at least counted. */
@Injectable()
export class DeliveryStatistics {
  private readonly counts = new Map<string, number>();

  count(source: Source, outcome: DeliveryOutcome): void {
    const key = `${source.broker}/${source.name}/${outcome}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  of(source: Pick<Source, 'broker' | 'name'>, outcome: DeliveryOutcome): number {
    return this.counts.get(`${source.broker}/${source.name}/${outcome}`) ?? 0;
  }
}
