import type { MessageHeaders } from '@app/events';

/** A message as a broker in memory keeps it. The bytes are its own. */
export interface InMemoryMessage {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
  /** What orders it on a stream; the routing key is `type`. */
  readonly key: string;
}

/** A copy that shares no byte with `message`: what a sender does to its buffers stays its own. */
export function copyOf(message: InMemoryMessage): InMemoryMessage {
  const headers = [...message.headers].map(
    ([name, value]) => [name, typeof value === 'string' ? value : Buffer.from(value)] as const,
  );
  return { key: message.key, body: Buffer.from(message.body), headers: new Map(headers) };
}
