import {
  replayHeaders,
  withoutReplayHeaders,
  withoutRetryHeaders,
  type OutboundMessage,
  type Replay,
} from '@app/messaging';
import { DEAD_LETTER_HEADER } from '@app/dlq';
import type { DeadLetterRow, StoredHeader } from '../ledger/dead-letters.table.js';

/**
 * A dead letter as a message again: its own bytes, key and headers, and whose replay it is. Brokers
 * deduplicate by the id, so it is another one at each replay.
 */
export function toReplayMessage(
  letter: Pick<DeadLetterRow, 'id' | 'type' | 'key' | 'whole_key' | 'body' | 'headers'>,
  replay: Replay,
): OutboundMessage {
  const original = withoutReplayHeaders(withoutRetryHeaders(readHeaders(letter.headers)));
  original.delete(DEAD_LETTER_HEADER);
  return {
    id: `${letter.id}.${replay.number}`,
    type: letter.type ?? 'replay',
    key: letter.whole_key?.toString() ?? letter.key ?? letter.id,
    body: letter.body,
    headers: new Map([...original, ...replayHeaders(replay)]),
  };
}

function readHeaders(stored: readonly StoredHeader[]): Map<string, string | Buffer> {
  return new Map(
    stored.map(([name, value]) => [
      name,
      typeof value === 'string' ? value : Buffer.from(value.base64, 'base64'),
    ]),
  );
}
