import { beforeEach, describe, expect, it } from '@jest/globals';
import { GroupLanes, type Outcome } from './group-lanes.js';
import { HeldMessage } from './held-message.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function held(id: string, group?: string): HeldMessage {
  const body = Buffer.from(id);
  const received = {
    id,
    receiptHandle: id,
    group,
    body,
    headers: new Map(),
    isRedelivered: false,
    coordinates: {},
  };
  return new HeldMessage(received, 0, 0);
}

describe('GroupLanes', () => {
  let started: string[];
  let givenBack: string[];
  let end: Map<string, (outcome: Outcome) => void>;
  let park: Map<string, (parked: boolean) => void>;
  let lanes: GroupLanes;

  beforeEach(() => {
    started = [];
    givenBack = [];
    end = new Map();
    park = new Map();
    lanes = new GroupLanes({
      work: ({ received: { id } }, parked) => {
        started.push(id);
        park.set(id, parked);
        return new Promise((resolve) => end.set(id, resolve));
      },
      giveBack: async (messages) => void givenBack.push(...messages.map((it) => it.received.id)),
      onChange: () => undefined,
    });
  });

  it('handles a group in its order, others and messages without a group side by side', async () => {
    for (const it of [held('a1', 'a'), held('a2', 'a'), held('b1', 'b'), held('x'), held('y')]) {
      lanes.push(it);
    }
    expect(started).toEqual(['a1', 'b1', 'x', 'y']);

    end.get('a1')?.('finished');
    await turn();

    expect(started.at(-1)).toBe('a2');
  });

  it('gives the followers back with a message that is given up', async () => {
    lanes.push(held('a1', 'a'));
    lanes.push(held('a2', 'a'));

    end.get('a1')?.('given-up');
    await lanes.idle();

    expect(started).toEqual(['a1']);
    expect(givenBack).toEqual(['a1', 'a2']);
  });

  it('starts anew with what comes again while a lost message still runs', async () => {
    const lost = held('a1', 'a');
    lanes.push(lost);
    lanes.push(held('a2', 'a'));

    lost.lose('test');
    lanes.abandon(lost);
    lanes.push(held('a1-again', 'a'));
    end.get('a1')?.('finished');
    await turn();

    expect(givenBack).toEqual(['a2']);
    expect(started).toEqual(['a1', 'a1-again']);
  });

  it('does not count a group that waits for a retry', () => {
    lanes.push(held('a1', 'a'));
    lanes.push(held('a2', 'a'));
    lanes.push(held('b1', 'b'));
    expect(lanes.runnable).toBe(3);

    park.get('a1')?.(true);

    expect(lanes.runnable).toBe(1);
  });
});
