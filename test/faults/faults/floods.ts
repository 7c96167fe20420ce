import { until } from '@app/testing';
import { withBrokers } from '../oracle/brokers.js';
import { MemoryWatch } from '../system/memory-watch.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { Fault } from './fault.js';

const messages = 1_000;
const times = 100;
const withinMs = 1_800_000;
/** Resident; an idle app has about 140. */
const mostMegabytes = 400;

/** @throws Error when an app took more memory than `mostMegabytes` at any time */
async function withBoundedMemory(system: FaultSystem, work: () => Promise<void>): Promise<string> {
  const watch = MemoryWatch.start(system);
  try {
    await work();
  } finally {
    watch.stop();
  }
  const peaks = watch.describe();
  if (watch.mostMegabytes > mostMegabytes)
    throw new Error(`More than ${mostMegabytes} MB: ${peaks}`);
  return peaks;
}

export const greatStorm: Fault = {
  name: 'great-storm',
  about: `${messages} payment requests are sent again ${times} times each.`,
  lane: 'server',
  seconds: 300,
  isLong: true,
  strike: (system) =>
    withBoundedMemory(system, async () => {
      await system.tap.repeat('inventory', messages, times);
      await system.tap.whenSent('inventory', withinMs);
    }),
};

export const backlog: Fault = {
  name: 'backlog',
  about: `${messages * times} messages wait in a queue whose consumer was away; memory stays bounded.`,
  lane: 'process',
  seconds: 600,
  isLong: true,
  strike: (system, _random, harm) =>
    withBoundedMemory(system, async () => {
      const worker = system.app('rabbitmq-worker');
      // The load waits for orders to end, which none does without the worker.
      await system.tap.whenKnown('inventory', messages);
      worker.freeze();
      try {
        await system.tap.repeat('inventory', messages, times);
        await system.tap.whenSent('inventory', withinMs);
      } finally {
        worker.thaw();
      }
      harm.over();
      const isEmpty = () =>
        withBrokers(system.direct, async ({ rabbitMq }) => {
          const waiting = await rabbitMq.waiting();
          return Object.values(waiting).every((count) => count < 1_000);
        });
      await until(isEmpty, { timeoutMs: withinMs, what: 'the backlog to be worked off' });
    }),
};
