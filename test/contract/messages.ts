import { randomUUID } from 'node:crypto';
import { createEvent, encodeEvent, type MessageHeaders } from '@app/events';
import type { OutboundMessage } from '@app/messaging';
import { ContractHappened } from '../fixtures/contract/contract-events.js';

/** A message in memory, as the raw client sends it. */
export interface RawInput {
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string | Buffer>;
  readonly key: string;
}

let count = 0;

/** A label that no other message of this process has. */
export function newLabel(name: string): string {
  return `${name}-${++count}`;
}

/** A good message with that label; the label is its key too, unless `data` says otherwise. */
export function happened(label: string, data: Partial<ContractHappened> = {}): RawInput {
  const event = createEvent(
    ContractHappened,
    { label, key: label, amount: 1, ...data },
    { source: '/contract', time: new Date() },
  );
  return { ...encodeEvent(event), key: event.partitionkey ?? event.id };
}

/** The same for a publisher. */
export function outbound(label: string, headers: MessageHeaders = new Map()): OutboundMessage {
  const message = happened(label);
  return {
    ...message,
    id: randomUUID(),
    type: ContractHappened.type,
    headers: new Map([...message.headers, ...headers]),
  };
}

/** JSON of an event as someone else may have made it; `overrides` replace whole attributes. */
export function eventJson(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: randomUUID(),
    type: ContractHappened.type,
    source: '/elsewhere',
    data: { label: newLabel('raw'), key: 'raw', amount: 1 },
    ...overrides,
  };
}
