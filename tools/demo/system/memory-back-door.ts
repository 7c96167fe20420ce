import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InMemoryBroker } from '@app/testing';
import { ordersEvents } from '@app/topology';
import type { BackDoor } from './back-door.js';
import { describeLetter } from './dead-letter-watch.js';

const pollEveryMs = 5;

/** The same into the broker in memory. */
export function openMemoryBackDoor(broker: InMemoryBroker): BackDoor {
  return {
    put: async (key, body) =>
      broker.publish(ordersEvents, {
        id: randomUUID(),
        type: 'poison',
        key,
        body,
        headers: new Map(),
      }),
    deadLetterOf: async (body, signal) => {
      for (;;) {
        const letters = broker.deadLettersOf(ordersEvents.name);
        const letter = letters.find((it) => it.body.equals(body));
        if (letter) return describeLetter(letter);
        await sleep(pollEveryMs, undefined, { signal });
      }
    },
    close: () => Promise.resolve(),
  };
}
