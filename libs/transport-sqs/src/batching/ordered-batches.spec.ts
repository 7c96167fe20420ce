import { beforeEach, describe, expect, it } from '@jest/globals';
import { OrderedBatches, type BatchItem } from './ordered-batches.js';

interface Item extends BatchItem {
  readonly name: string;
}

const item = (name: string, lane?: string, sizeBytes = 1): Item => ({ name, lane, sizeBytes });
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('OrderedBatches', () => {
  let sent: string[][];
  let finish: (() => void)[];
  let batches: OrderedBatches<Item>;

  beforeEach(() => {
    sent = [];
    finish = [];
    batches = new OrderedBatches<Item>(
      (items) => {
        sent.push(items.map((it) => it.name));
        return new Promise((resolve) => finish.push(resolve));
      },
      { items: 3, bytes: 100, inFlight: 2 },
    );
  });

  it('gathers what is pushed in one go, as many as a batch takes', async () => {
    for (const name of ['a', 'b', 'c', 'd']) batches.push(item(name));
    await turn();

    expect(sent).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('sends the next of a lane when the outcome of the one before is known', async () => {
    for (const [name, lane] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const) {
      batches.push(item(name, lane));
    }
    await turn();
    expect(sent).toEqual([['a1', 'b1']]);

    finish[0]?.();
    await turn();

    expect(sent).toEqual([['a1', 'b1'], ['a2']]);
  });

  it('keeps the order of a lane also where its first does not fit', async () => {
    batches.push(item('big', 'a', 60));
    batches.push(item('bigger', 'b', 60));
    batches.push(item('small', 'b', 1));
    await turn();

    expect(sent).toEqual([['big'], ['bigger']]);
  });

  it('sends again what failed before everything else of its lane', async () => {
    const first = item('a1', 'a');
    batches.push(first);
    batches.push(item('a2', 'a'));
    await turn();

    batches.pushFirst([first]);
    finish[0]?.();
    await turn();

    expect(sent).toEqual([['a1'], ['a1']]);
  });

  it('is idle when nothing waits and nothing is under way', async () => {
    let isIdle = false;
    batches.push(item('a'));
    void batches.idle().then(() => (isIdle = true));
    await turn();
    expect(isIdle).toBe(false);

    finish[0]?.();
    await turn();

    expect(isIdle).toBe(true);
  });
});
