import type { CloudEvent } from './cloud-event.js';
import type { MessageHeaders } from './headers.js';

export const STRUCTURED_CONTENT_TYPE = 'application/cloudevents+json';

/** Structured mode: the whole event as one JSON body, the same bytes on every broker. */
export function encodeEvent(event: CloudEvent): { body: Buffer; headers: MessageHeaders } {
  return {
    body: Buffer.from(JSON.stringify(event), 'utf8'),
    headers: new Map([['content-type', `${STRUCTURED_CONTENT_TYPE}; charset=utf-8`]]),
  };
}
