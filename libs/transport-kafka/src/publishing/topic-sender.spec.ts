import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Message } from 'kafkajs';
import { deliveryScope, type CurrentDelivery, type OutboundMessage } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import type { SendOutcome } from './topic-producer.js';
import { TopicSender } from './topic-sender.js';

const DELIVERY_TIMEOUT_MS = 120_000;
const CONFIRMED: SendOutcome = { kind: 'confirmed' };
const OPEN: SendOutcome = { kind: 'open', error: new Error('connection closed') };
const REFUSED: SendOutcome = { kind: 'refused', error: new Error('too large') };

const message = (text: string, key = text): OutboundMessage => ({
  id: text,
  type: 'happened.v1',
  key,
  body: Buffer.from(text),
  headers: new Map(),
});

/** Requests as they arrive; a test answers them. */
class FakeProducer {
  readonly requests: { texts: string[]; answer: (outcome: SendOutcome) => void }[] = [];
  readonly scopes: (CurrentDelivery | undefined)[] = [];

  send(messages: Message[]): Promise<SendOutcome> {
    this.scopes.push(deliveryScope.current());
    const texts = messages.map(({ value }) => String(value));
    return new Promise((answer) => this.requests.push({ texts, answer }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async request(index: number) {
    return await until(() => this.requests[index], { what: `request ${index}` });
  }

  get sent(): string[][] {
    return this.requests.map(({ texts }) => texts);
  }
}

describe('TopicSender', () => {
  let producer: FakeProducer;
  let clock: ManualClock;
  let sender: TopicSender;

  beforeEach(() => {
    producer = new FakeProducer();
    clock = new ManualClock();
    sender = new TopicSender({
      topic: 'orders',
      producer,
      clock,
      deliveryTimeoutMs: DELIVERY_TIMEOUT_MS,
      limitBytes: 100_000,
      onOutcome: () => undefined,
    });
  });

  const passTime = async (ms: number) => {
    await until(() => clock.pending > 1, { what: 'a pause' });
    clock.advance(ms);
  };

  it('gathers what is published meanwhile into one request, and has one in flight', async () => {
    const first = sender.send(message('a'));
    const request = await producer.request(0);
    const others = [sender.send(message('b')), sender.send(message('c'))];
    await Promise.resolve();
    expect(producer.sent).toEqual([['a']]);

    request.answer(CONFIRMED);
    await first;
    (await producer.request(1)).answer(CONFIRMED);
    await Promise.all(others);

    expect(producer.sent).toEqual([['a'], ['b', 'c']]);
  });

  it('sends in no delivery, whoever publishes: kafkajs would keep it for all that follow', async () => {
    const sending = deliveryScope.run({} as CurrentDelivery, () => sender.send(message('a')));
    (await producer.request(0)).answer(CONFIRMED);
    await sending;

    expect(producer.scopes).toEqual([undefined]);
  });

  it('sends again, before anything else, what may not have arrived', async () => {
    const first = sender.send(message('a'));
    (await producer.request(0)).answer(OPEN);
    const second = sender.send(message('b'));
    await passTime(1_000);

    (await producer.request(1)).answer(CONFIRMED);
    await first;
    (await producer.request(2)).answer(CONFIRMED);
    await second;

    expect(producer.sent).toEqual([['a'], ['a'], ['b']]);
  });

  it('rejects by its deadline what nobody confirms, though the request never ends', async () => {
    const sending = sender.send(message('a')).catch((error: unknown) => error);
    await producer.request(0);

    clock.advance(DELIVERY_TIMEOUT_MS);

    expect(await sending).toMatchObject({ code: 'PUBLISH_UNCONFIRMED' });
  });

  it('finds the message that the broker refuses, and sends the others', async () => {
    const outcomes = Promise.allSettled(['a', 'bad', 'c'].map((it) => sender.send(message(it))));
    (await producer.request(0)).answer(REFUSED);
    (await producer.request(1)).answer(CONFIRMED);
    (await producer.request(2)).answer(REFUSED);
    (await producer.request(3)).answer(CONFIRMED);

    expect(producer.sent).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
    expect((await outcomes).map((it) => it.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await outcomes)[1]).toMatchObject({ reason: { code: 'PUBLISH_REJECTED' } });
  });

  it('lets no later message of a key overtake one that failed', async () => {
    const outcomes = Promise.allSettled([
      sender.send(message('bad', 'k')),
      sender.send(message('behind', 'k')),
      sender.send(message('other', 'j')),
    ]);
    (await producer.request(0)).answer(REFUSED);
    const waiting = sender.send(message('waiting', 'k')).catch((error: unknown) => error);
    (await producer.request(1)).answer(REFUSED);
    (await producer.request(2)).answer(CONFIRMED);

    expect(await waiting).toMatchObject({ code: 'PUBLISH_REJECTED' });
    expect((await outcomes).map((it) => it.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(producer.sent).toEqual([['bad', 'behind', 'other'], ['bad'], ['other']]);
  });

  it('starts anew for a key once its failed messages are known', async () => {
    const failed = sender.send(message('bad', 'k')).catch((error: unknown) => error);
    (await producer.request(0)).answer(REFUSED);
    await failed;

    const next = sender.send(message('next', 'k'));
    (await producer.request(1)).answer(CONFIRMED);

    await expect(next).resolves.toBeUndefined();
  });

  it('closes when everything is settled, and takes nothing more', async () => {
    const last = sender.send(message('a'));
    const request = await producer.request(0);
    const closed = sender.close(5_000);
    request.answer(CONFIRMED);

    await Promise.all([last, closed]);
    await expect(sender.send(message('b'))).rejects.toMatchObject({ code: 'PUBLISH_REJECTED' });
  });

  it('closes in time though a request never ends', async () => {
    const last = sender.send(message('a')).catch((error: unknown) => error);
    await producer.request(0);
    const closed = sender.close(5_000);
    clock.advance(5_000);

    expect(await last).toMatchObject({ code: 'PUBLISH_UNCONFIRMED' });
    await closed;
  });
});
