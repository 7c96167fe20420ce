import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { MessageHeaders } from '@app/events';
import { UnparsedData } from './unparsed-data.js';

/** Bytes that are no text (invalid UTF-8) travel in base64, and say so. */
const carried = z.union([z.string(), z.strictObject({ base64: z.base64() })]);

/**
 * A message as a job's data. Any BullMQ client of any language can write it:
 * `{"body": "{\"specversion\":\"1.0\", …}", "headers": {"content-type": "application/cloudevents+json"}}`.
 */
const jobDataSchema = z.strictObject({
  body: carried,
  headers: z.record(z.string(), carried).optional(),
});

type Carried = z.infer<typeof carried>;

export interface JobData {
  readonly body: Carried;
  readonly headers: Record<string, Carried>;
}

interface Content {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
}

export function toJobData({ body, headers }: Content): JobData {
  const entries = [...headers].map(([name, value]) => [name, carry(value)] as const);
  return { body: carry(body), headers: Object.fromEntries(entries) };
}

/**
 * Data of another shape is a body by itself: its JSON, without headers.
 * A reader that expects an event will say what is wrong with it.
 */
export function fromJobData(data: unknown): Content {
  if (data instanceof UnparsedData) return { body: Buffer.from(data.text), headers: new Map() };
  const { success, data: known } = jobDataSchema.safeParse(data);
  if (!success) return { body: Buffer.from(JSON.stringify(data) ?? ''), headers: new Map() };
  const headers = Object.entries(known.headers ?? {});
  return {
    body: Buffer.from(uncarry(known.body)),
    headers: new Map(headers.map(([name, value]) => [name, uncarry(value)])),
  };
}

function carry(value: string | Buffer): Carried {
  if (typeof value === 'string') return value;
  return isUtf8(value) ? value.toString() : { base64: value.toString('base64') };
}

function uncarry(value: Carried): string | Buffer {
  return typeof value === 'string' ? value : Buffer.from(value.base64, 'base64');
}
