import { Injectable } from '@nestjs/common';
import type { Source } from '../delivery/delivery.js';
import type { Settlement } from '../settlement/settlement.js';

/** `trimmed`: the broker removed it before we could handle it. */
export type DeliveryOutcome = Settlement['kind'] | 'ignored' | 'trimmed';

export interface DeliveryCount {
  readonly broker: string;
  readonly channel: string;
  readonly outcome: DeliveryOutcome;
  count: number;
}

/** Counts outcomes by channel: what was acknowledged without a handler is at least counted. */
@Injectable()
export class DeliveryStatistics {
  private readonly counts = new Map<string, DeliveryCount>();

  count({ broker, name }: Source, outcome: DeliveryOutcome, by = 1): void {
    const key = `${broker}/${name}/${outcome}`;
    const known = this.counts.get(key);
    if (known) known.count += by;
    else this.counts.set(key, { broker, channel: name, outcome, count: by });
  }

  of(source: Pick<Source, 'broker' | 'name'>, outcome: DeliveryOutcome): number {
    return this.counts.get(`${source.broker}/${source.name}/${outcome}`)?.count ?? 0;
  }

  all(): Iterable<Readonly<DeliveryCount>> {
    return this.counts.values();
  }
}
