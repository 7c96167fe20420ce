import { setImmediate as aTurn } from 'node:timers/promises';
import type { Channel } from '@app/messaging';
import { InMemoryBroker, inMemory, IN_MEMORY_MAX_BODY_BYTES } from '@app/testing';
import { ContractHappened, ContractUnheard } from '../fixtures/contract/contract-events.js';
import type { BrokerFeatures, ContractBroker, ContractChannel } from './broker-harness.js';
import { newName } from './contract-context.js';

function featuresOf(kind: Channel['kind']): BrokerFeatures {
  return {
    ordersByKey: kind === 'stream',
    binaryHeaders: true,
    reportsUnroutable: kind === 'queue',
    reachedByOtherProcesses: false,
    ownershipTimeoutMs: 100,
    publishDeadlineMs: 100,
  };
}

/** The broker in memory needs no raw client: the test talks to it directly. */
export function inMemoryBroker(kind: Channel['kind']): ContractBroker {
  return {
    name: `a ${kind} in memory`,
    features: featuresOf(kind),
    start: async () => ({
      openChannel: async () => openChannel(kind),
      close: async () => undefined,
    }),
  };
}

function openChannel(kind: Channel['kind']): ContractChannel {
  const broker = new InMemoryBroker();
  const name = newName();
  const destination = { broker: 'memory', name: kind === 'stream' ? name : `${name}.exchange` };
  const unroutable = { broker: 'memory', name: `${name}.unroutable` };
  if (kind === 'stream') {
    broker.topology.declareStream(name);
  } else {
    broker.topology
      .declareQueue(name)
      .declareExchange(destination.name, 'direct')
      .declareExchange(unroutable.name, 'direct')
      .bind(destination.name, name, ContractHappened.type)
      .bind(destination.name, name, ContractUnheard.type);
  }
  return {
    channel: { broker: 'memory', name, kind },
    destination,
    unroutable,
    maxBodyBytes: IN_MEMORY_MAX_BODY_BYTES,
    environment: {},
    adapter: inMemory(broker, ['memory']),
    // An answer over a network comes later: readers have had their turn by then.
    sendRaw: async ({ body, headers = new Map(), key = '' }) => {
      broker.append(name, { body, headers, key });
      await aTurn();
    },
    deadLetters: async () => [...broker.deadLettersOf(name)],
    unsettled: async () => broker.unsettled(name),
    stored: async () => broker.storedIn(name),
    refuseDeadLetters: async () => broker.deadLetters.refuse(name),
    allowDeadLetters: async () => broker.deadLetters.allow(name),
    disconnect: async () => broker.disconnect(),
    reconnect: async () => broker.reconnect(),
    cutNextPublishAnswer: () => broker.loseNextAnswer(),
    close: async () => broker.close(),
  };
}
