import { describe, expect, it } from '@jest/globals';
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.js';

async function read(...chunks: (string | Uint8Array)[]): Promise<ServerSentEvent[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(stream())) events.push(event);
  return events;
}

describe('readServerSentEvents', () => {
  it('reads id, type and data', async () => {
    const events = await read('\n', 'event: step\nid: 7\ndata: {"step":"order.placed"}\n\n');

    expect(events).toEqual([{ id: '7', type: 'step', data: '{"step":"order.placed"}' }]);
  });

  it('waits for the rest of an event that comes in pieces', async () => {
    const [first, second] = [Buffer.from('data: é').subarray(0, 7), Buffer.from('é').subarray(1)];

    expect(await read(first, second, '\n', '\ndata: two\n\n')).toEqual([
      { type: 'message', data: 'é' },
      { type: 'message', data: 'two' },
    ]);
  });

  it('skips comments and events without data', async () => {
    expect(await read(': still here\n\n', 'event: step\n\n')).toEqual([]);
  });

  it('joins several lines of data', async () => {
    expect(await read('data: one\ndata: two\n\n')).toEqual([{ type: 'message', data: 'one\ntwo' }]);
  });
});
