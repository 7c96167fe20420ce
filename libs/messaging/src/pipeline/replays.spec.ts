import { describe, expect, it } from '@jest/globals';
import { defineEvent, EventCatalogue } from '@app/events';
import { z } from 'zod';
import type { Delivery, Source } from '../delivery/delivery.js';
import { replayHeaders } from '../delivery/replay-headers.js';
import { DEFAULT_RETRY_POLICY } from '../settlement/retry-policy.js';
import { HandlerTable } from './handler-table.js';
import { readMessage } from './read-message.js';

const Happened = defineEvent({
  name: 'thing.happened',
  version: 1,
  schema: z.object({ key: z.string() }),
  subject: (data) => data.key,
});
const handlers = new HandlerTable();
handlers.add(Happened.type, () => undefined);
const consumer = {
  handlers: handlers.lookup('things', new EventCatalogue([Happened])),
  retry: DEFAULT_RETRY_POLICY,
  concurrency: 1,
  maxBodyBytes: 4_096,
};

/** A replay that is meant for the consumer `ours`, as `reader` gets it. */
function replayFor(reader: string, kind: Source['kind']): Delivery {
  const event = { specversion: '1.0', id: 'e', type: Happened.type, source: '/test' };
  const headers = replayHeaders({ of: 'a'.repeat(32), number: 1, for: 'ours' });
  const delivery = {
    body: Buffer.from(JSON.stringify({ ...event, data: { key: 'k' } })),
    headers,
    source: { broker: 'redis-streams', name: 'things', kind, consumer: reader, coordinates: {} },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
  return delivery;
}

describe('a replay on a stream', () => {
  it.each([
    ['ours', 'stream', 'thing.happened.v1'],
    ['theirs', 'stream', undefined],
    // A queue has one consumer, and nothing that came to it may go unhandled.
    ['theirs', 'queue', 'thing.happened.v1'],
  ] as const)('as %s gets it on a %s is read as %s', (reader, kind, type) => {
    expect(readMessage(replayFor(reader, kind), consumer)?.event.type).toBe(type);
  });
});
