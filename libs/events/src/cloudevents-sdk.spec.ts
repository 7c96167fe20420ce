import { describe, expect, it } from '@jest/globals';
import { CloudEvent as SdkEvent, HTTP, Kafka, type KafkaMessage } from 'cloudevents';
import { z } from 'zod';
import { createEvent } from './create-event.js';
import { decodeEvent } from './decode-event.js';
import { defineEvent } from './define-event.js';
import { encodeEvent } from './encode-event.js';

const CityVisited = defineEvent({
  name: 'city.visited',
  version: 1,
  schema: z.object({ city: z.string() }),
  subject: (data) => data.city,
});
const ours = createEvent(
  CityVisited,
  { city: 'Köln 🚢' },
  { source: '/traveller', time: new Date('2026-01-02T03:04:05.678Z'), correlationId: 'story' },
);
const theirs = new SdkEvent({
  id: 'sdk-1',
  type: 'city.visited.v1',
  source: '/sdk',
  subject: 'Köln',
  time: '2026-01-02T03:04:05.678Z',
  datacontenttype: 'application/json',
  partitionkey: 'key-1',
  tenant: 'acme',
  data: { city: 'Köln 🚢' },
});
const expected = {
  specversion: '1.0',
  id: 'sdk-1',
  type: 'city.visited.v1',
  source: '/sdk',
  subject: 'Köln',
  time: '2026-01-02T03:04:05.678Z',
  partitionkey: 'key-1',
  tenant: 'acme',
  data: { city: 'Köln 🚢' },
};

const asHeaders = (headers: Record<string, unknown>) =>
  new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

describe('The CloudEvents SDK reads ours', () => {
  const { body, headers } = encodeEvent(ours);
  const sdkHeaders = Object.fromEntries([...headers].map(([name, value]) => [name, String(value)]));

  it('over HTTP in structured mode', () => {
    const event = HTTP.toEvent({ headers: sdkHeaders, body: body.toString() }) as SdkEvent;

    expect(event.validate()).toBe(true);
    expect(event.toJSON()).toEqual(ours);
  });

  it('from Kafka in structured mode', () => {
    const value = body.toString();
    const message = { headers: sdkHeaders, key: ours.partitionkey, value } as KafkaMessage<string>;

    const event = Kafka.toEvent(message) as SdkEvent;

    expect(event.validate()).toBe(true);
    expect(event.toJSON()).toEqual(ours);
  });
});

describe('We read what the CloudEvents SDK writes', () => {
  it('over HTTP in structured mode', () => {
    const message = HTTP.structured(theirs);

    const event = decodeEvent(Buffer.from(message.body as string), asHeaders(message.headers));

    expect(event).toMatchObject(expected);
  });

  it('to Kafka in structured mode', () => {
    const message = Kafka.structured(theirs) as KafkaMessage<string>;

    const event = decodeEvent(Buffer.from(message.value as string), asHeaders(message.headers));

    expect(event).toMatchObject(expected);
  });

  it('to Kafka in binary mode', () => {
    const message = Kafka.binary(theirs) as KafkaMessage;
    const body = Buffer.from(JSON.stringify(message.value));

    expect(decodeEvent(body, asHeaders(message.headers))).toMatchObject(expected);
  });

  it.each(['cloudEvents_', 'cloudEvents:'])('to AMQP in binary mode behind %s', (prefix) => {
    const { data, datacontenttype, ...attributes } = theirs.toJSON() as Record<string, unknown>;
    const headers = new Map([['content-type', String(datacontenttype)]]);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) headers.set(`${prefix}${name}`, String(value));
    }

    expect(decodeEvent(Buffer.from(JSON.stringify(data)), headers)).toMatchObject(expected);
  });
});
