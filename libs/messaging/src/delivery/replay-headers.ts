import { headerText, type MessageHeaders } from '@app/events';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';

const OF = 'replay-of';
const NUMBER = 'replay-number';
const FOR = 'replay-for';

/** Beyond it no message is the replay of ours. */
export const MAX_REPLAY_NUMBER = 999_999;

/** That a message is the replay of a dead letter. */
export interface Replay {
  /** The id of the dead letter. */
  readonly of: string;
  /** 1 for the first replay of a message, over all dead letters that it has become. */
  readonly number: number;
  /** The one consumer of a stream that shall handle it; the others read on. */
  readonly for?: string | undefined;
}

export function replayHeaders(replay: Replay): Map<string, string> {
  const headers = new Map([
    [OF, replay.of],
    [NUMBER, String(replay.number)],
  ]);
  if (replay.for !== undefined) headers.set(FOR, replay.for);
  return headers;
}

/** `headers` without what a replay before may have added. */
export function withoutReplayHeaders(headers: MessageHeaders): Map<string, string | Buffer> {
  const kept = new Map(headers);
  for (const name of [OF, NUMBER, FOR]) kept.delete(name);
  return kept;
}

/**
 * Anyone could have written these headers, so what isn't exactly ours is hostile.
 * @returns undefined for a message that is no replay
 * @throws HostileHeadersError
 */
export function readReplay(headers: MessageHeaders): Replay | undefined {
  const of = headerText(headers, OF);
  const number = headerText(headers, NUMBER);
  const consumer = headerText(headers, FOR);
  if (of === undefined && number === undefined && consumer === undefined) return undefined;
  if (!/^[0-9a-f]{32}$/.test(of ?? '') || !/^[1-9][0-9]{0,5}$/.test(number ?? '')) {
    throw new HostileHeadersError(`The headers ${OF} and ${NUMBER} are not those of a replay.`);
  }
  return { of: of!, number: Number(number), ...(consumer !== undefined && { for: consumer }) };
}

/** Like `readReplay`, for where hostile headers are refused by somebody else. */
export function replayOrNone(headers: MessageHeaders): Replay | undefined {
  try {
    return readReplay(headers);
  } catch (error) {
    if (error instanceof HostileHeadersError) return undefined;
    throw error;
  }
}
