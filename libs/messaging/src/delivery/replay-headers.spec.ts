import { describe, expect, it } from '@jest/globals';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';
import { readReplay, replayHeaders, replayOrNone, withoutReplayHeaders } from './replay-headers.js';

const of = '0123456789abcdef0123456789abcdef';

describe('replay headers', () => {
  it.each([
    { of, number: 1 },
    { of, number: 12, for: 'kafka-consumer' },
  ])('are read as they were written: %j', (replay) => {
    expect(readReplay(replayHeaders(replay))).toEqual(replay);
  });

  it('are absent from a message that is no replay', () => {
    expect(readReplay(new Map([['tenant', 'acme']]))).toBeUndefined();
  });

  it.each([
    { 'replay-of': of },
    { 'replay-number': '1' },
    { 'replay-for': 'me' },
    { 'replay-of': 'drop table', 'replay-number': '1' },
    { 'replay-of': of, 'replay-number': '0' },
    { 'replay-of': of, 'replay-number': '1e3' },
    { 'replay-of': `${of}\n`, 'replay-number': '1' },
  ])('are hostile where they are not ours: %j', (forged) => {
    const headers = new Map(Object.entries(forged));

    expect(() => readReplay(headers)).toThrow(HostileHeadersError);
    expect(replayOrNone(headers)).toBeUndefined();
  });

  it('go, and the others stay', () => {
    const headers = new Map([...replayHeaders({ of, number: 1, for: 'me' }), ['tenant', 'acme']]);

    expect(withoutReplayHeaders(headers)).toEqual(new Map([['tenant', 'acme']]));
  });
});
