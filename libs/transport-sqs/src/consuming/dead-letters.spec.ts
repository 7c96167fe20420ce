import { expect, it, jest } from '@jest/globals';
import { DEAD_LETTER_HEADER } from '@app/dlq';
import type { Delivery } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import type { SqsPublisher } from '../publishing/sqs.publisher.js';
import { DeadLetters } from './dead-letters.js';

const settlement = { kind: 'dead-letter', reason: 'NOT_AN_EVENT', error: new Error('no') } as const;

function delivery(messageId: string): Delivery {
  const source = { broker: 'sqs', name: 'work.fifo', kind: 'queue', consumer: 'shop' } as const;
  return {
    body: Buffer.from(
      JSON.stringify({ specversion: '1.0', id: 'e1', type: 'a.b.v1', source: '/x' }),
    ),
    headers: new Map([['x', '1']]),
    source: { ...source, coordinates: { messageId } },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
}

it('tries until it is written', async () => {
  const publishDeadLetter = jest.fn<SqsPublisher['publishDeadLetter']>();
  publishDeadLetter.mockRejectedValueOnce(new Error('away')).mockResolvedValue();
  const clock = new ManualClock();

  const written = new DeadLetters({ publishDeadLetter }, clock).write(
    delivery('m1'),
    settlement,
    [],
  );
  await until(() => clock.pending > 0);
  clock.advance(500);

  expect(await written).toBe(true);
  const [, letter] = publishDeadLetter.mock.calls[1]!;
  expect([...letter.headers.keys()]).toEqual([DEAD_LETTER_HEADER, 'x']);
});

it('deduplicates a message written twice, but not its replay', async () => {
  const publishDeadLetter = jest.fn<SqsPublisher['publishDeadLetter']>();
  publishDeadLetter.mockResolvedValue();
  const deadLetters = new DeadLetters({ publishDeadLetter }, new ManualClock());

  for (const id of ['m1', 'm1', 'replayed']) await deadLetters.write(delivery(id), settlement, []);

  const [first, again, replayed] = publishDeadLetter.mock.calls;
  expect(first?.[1].id).toBe(replayed?.[1].id);
  expect(first?.[2]).toBe(again?.[2]);
  expect(first?.[2]).not.toBe(replayed?.[2]);
});
