import { encodeEvent, type CloudEvent } from '@app/events';
import type { Delivery } from '@app/messaging';

/** An event as a broker would hand it over, on its first attempt; `overrides` replace parts. */
export function aDelivery(event: CloudEvent, overrides: Partial<Delivery> = {}): Delivery {
  return {
    ...encodeEvent(event),
    source: {
      broker: 'kafka',
      name: 'test.events',
      kind: 'stream',
      consumer: 'test-consumer',
      coordinates: { partition: 0, offset: '0' },
    },
    key: event.partitionkey,
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
    ...overrides,
  };
}
