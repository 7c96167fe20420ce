import { Injectable } from '@nestjs/common';
import type { Source } from '../delivery/delivery.js';
import { announceDeliveries } from '../metrics/delivery-metrics.js';
import { DeliveryMeter, type DeliveryOutcome } from '../metrics/delivery-meter.js';
import { MetricRegistry } from '../metrics/metric-registry.js';

type Channel = Pick<Source, 'broker' | 'name'>;

/** Counts by channel: what was acknowledged without a handler is at least counted. */
@Injectable()
export class DeliveryStatistics {
  private readonly byBroker = new Map<string, Map<string, DeliveryMeter>>();

  constructor(registry: MetricRegistry) {
    announceDeliveries(registry, this);
  }

  /** The meter of a channel: the same one for everybody who asks. */
  meter({ broker, name }: Channel): DeliveryMeter {
    return this.byBroker.get(broker)?.get(name) ?? this.create({ broker, name });
  }

  count(source: Channel, outcome: DeliveryOutcome, by = 1): void {
    this.meter(source).outcomes[outcome] += by;
  }

  of(source: Channel, outcome: DeliveryOutcome): number {
    return this.byBroker.get(source.broker)?.get(source.name)?.outcomes[outcome] ?? 0;
  }

  *all(): Iterable<DeliveryMeter> {
    for (const meters of this.byBroker.values()) yield* meters.values();
  }

  private create(channel: Channel): DeliveryMeter {
    const meters = this.byBroker.get(channel.broker) ?? new Map<string, DeliveryMeter>();
    this.byBroker.set(channel.broker, meters);
    const meter = new DeliveryMeter(channel);
    meters.set(channel.name, meter);
    return meter;
  }
}
