import { cloudEventAttributes, type CloudEvent } from './cloud-event.js';
import { readBinaryAttributes } from './binary-mode.js';
import { DecodeError } from './decode.error.js';
import { describeIssues } from './event-validation.error.js';
import type { MessageHeaders } from './headers.js';
import { parseJson } from './parse-json.js';

/**
 * Reads a message as a CloudEvent, in binary mode where headers carry the attributes, otherwise
 * in structured mode. The payload is not validated yet.
 * @throws DecodeError naming why the bytes are not an event
 */
export function decodeEvent(body: Buffer, headers: MessageHeaders): CloudEvent {
  const attributes = readBinaryAttributes(headers);
  const candidate = attributes ? { ...attributes, data: parseJson(body) } : parseJson(body);

  if (typeof candidate !== 'object' || candidate === null || !('specversion' in candidate)) {
    throw new DecodeError(
      'NOT_AN_EVENT',
      'The body is JSON but not a CloudEvent: it has no specversion.',
    );
  }
  if (candidate.specversion !== '1.0') {
    throw new DecodeError(
      'UNSUPPORTED_SPECVERSION',
      `CloudEvents specversion ${describe(candidate.specversion)} is not supported; send 1.0.`,
    );
  }
  const parsed = cloudEventAttributes.safeParse(candidate);
  if (!parsed.success) {
    throw new DecodeError(
      'NOT_AN_EVENT',
      `Not a valid CloudEvent: ${describeIssues(parsed.error)}.`,
      { cause: parsed.error },
    );
  }
  return parsed.data as unknown as CloudEvent;
}

function describe(specversion: unknown): string {
  return typeof specversion === 'string' ? `'${specversion.slice(0, 20)}'` : typeof specversion;
}
