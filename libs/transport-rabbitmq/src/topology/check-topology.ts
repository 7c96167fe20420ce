import { ConfigurationError } from '@app/messaging';
import type { RabbitMqTopology } from './rabbitmq-topology.js';

/** @throws ConfigurationError where a destination would be ambiguous or a binding leads nowhere */
export function checkTopology({ exchanges, queues }: RabbitMqTopology): void {
  const seen = new Set<string>();
  for (const { name } of [...exchanges, ...queues]) {
    if (seen.has(name)) {
      throw new ConfigurationError(
        `The RabbitMQ topology declares '${name}' twice. Give each exchange and queue its own name.`,
      );
    }
    seen.add(name);
  }
  for (const queue of queues) {
    for (const { exchange } of queue.bindings ?? []) {
      if (exchanges.some((it) => it.name === exchange)) continue;
      throw new ConfigurationError(
        `Queue '${queue.name}' is bound to exchange '${exchange}', which the topology lacks. Declare it.`,
      );
    }
  }
}
