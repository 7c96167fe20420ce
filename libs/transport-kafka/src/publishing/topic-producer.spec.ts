import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  CompressionTypes,
  KafkaJSProtocolError,
  type Producer,
  type ProducerRecord,
} from 'kafkajs';
import { until } from '@app/testing';
import { TopicProducer } from './topic-producer.js';

const answer = (retriable: boolean) =>
  new KafkaJSProtocolError(
    Object.assign(new Error('the broker says no'), { type: 'NO', code: 1, retriable }),
  );

describe('TopicProducer', () => {
  const ready = jest.fn(() => Promise.resolve());
  const connect = jest.fn(() => Promise.resolve());
  const disconnect = jest.fn(() => Promise.resolve());
  const send = jest.fn<(record: ProducerRecord) => Promise<unknown>>();
  let producer: TopicProducer;

  beforeEach(() => {
    jest.resetAllMocks();
    producer = new TopicProducer({
      topic: 'orders',
      compress: true,
      sendTimeoutMs: 50,
      ready,
      createProducer: () => ({ connect, disconnect, send }) as unknown as Producer,
    });
  });

  it('asks for all copies, and connects once', async () => {
    await producer.send([{ value: 'a' }], 1);
    await producer.send([{ value: 'b' }], 1);

    expect(send).toHaveBeenCalledWith(expect.objectContaining({ topic: 'orders', acks: -1 }));
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it.each([
    { sizeBytes: 1_000, compression: CompressionTypes.None },
    { sizeBytes: 100_000, compression: CompressionTypes.GZIP },
  ])('compresses $sizeBytes bytes by $compression', async ({ sizeBytes, compression }) => {
    await producer.send([{ value: 'a' }], sizeBytes);

    expect(send).toHaveBeenCalledWith(expect.objectContaining({ compression }));
  });

  it.each([
    { what: 'a refusal', error: answer(false), kind: 'refused', connections: 1 },
    { what: 'an answer for now', error: answer(true), kind: 'open', connections: 1 },
    { what: 'a broken connection', error: new Error('closed'), kind: 'open', connections: 2 },
  ])('reads $what as $kind', async ({ error, kind, connections }) => {
    send.mockRejectedValueOnce(error);

    const outcome = await producer.send([{ value: 'a' }], 1);
    await producer.send([{ value: 'b' }], 1);

    expect(outcome.kind).toBe(kind);
    expect(connect).toHaveBeenCalledTimes(connections);
  });

  it('sends nothing any more of a request that it gave up before it was under way', async () => {
    const exists: (() => void)[] = [];
    ready.mockReturnValueOnce(new Promise((resolve) => exists.push(resolve)));
    expect((await producer.send([{ value: 'a' }], 1)).kind).toBe('open');

    await producer.send([{ value: 'a' }], 1);
    exists[0]!();
    await producer.send([{ value: 'b' }], 1);

    expect(send.mock.calls.map(([{ messages }]) => messages[0]?.value)).toEqual(['a', 'b']);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('sends nothing, and leaves no connection, where connecting took too long', async () => {
    const connected: (() => void)[] = [];
    connect.mockReturnValueOnce(new Promise((resolve) => connected.push(resolve)));
    expect((await producer.send([{ value: 'a' }], 1)).kind).toBe('open');

    connected[0]!();
    await until(() => disconnect.mock.calls.length > 0);
    await producer.send([{ value: 'b' }], 1);

    expect(send.mock.calls.map(([{ messages }]) => messages[0]?.value)).toEqual(['b']);
    expect(connect).toHaveBeenCalledTimes(2);
  });

  it('keeps no producer that the broker did not let in', async () => {
    connect.mockRejectedValueOnce(answer(false));
    await producer.send([{ value: 'a' }], 1);

    await producer.send([{ value: 'b' }], 1);

    expect(connect).toHaveBeenCalledTimes(2);
    expect(disconnect).toHaveBeenCalledTimes(1);
  });

  it('gives up a request that never ends, and starts over', async () => {
    send.mockReturnValueOnce(new Promise(() => undefined));

    const outcome = await producer.send([{ value: 'a' }], 1);

    expect(outcome.kind).toBe('open');
    expect(disconnect).toHaveBeenCalledTimes(1);
  });
});
