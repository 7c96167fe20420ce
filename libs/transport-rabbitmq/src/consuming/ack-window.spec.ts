import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualClock } from '@app/testing';
import { AckWindow } from './ack-window.js';

type Step =
  | { readonly kind: 'deliver' }
  /** Settles one of the unsettled deliveries, by its place among them. */
  | { readonly kind: 'settle'; readonly choice: number }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Somebody sets the wall clock. */
  | { readonly kind: 'jump'; readonly ms: number };

const deliver: Step = { kind: 'deliver' };
const settle = (choice: number): Step => ({ kind: 'settle', choice });
const wait = (ms: number): Step => ({ kind: 'wait', ms });
const jump = (ms: number): Step => ({ kind: 'jump', ms });

/** What the broker believes: it refuses a tag that it doesn't know, as RabbitMQ does with 406. */
class Broker {
  readonly frames: string[] = [];
  readonly acknowledged: number[] = [];
  private unacknowledged: number[] = [];

  deliver(tag: number): void {
    this.unacknowledged.push(tag);
  }

  readonly ack = (tag: number, multiple: boolean): void => {
    if (!this.unacknowledged.includes(tag)) throw new Error(`406: unknown delivery tag ${tag}`);
    this.frames.push(multiple ? `..${tag}` : `${tag}`);
    const covers = (it: number): boolean => (multiple ? it <= tag : it === tag);
    this.acknowledged.push(...this.unacknowledged.filter(covers));
    this.unacknowledged = this.unacknowledged.filter((it) => !covers(it));
  };
}

function run(prefetch: number, steps: readonly Step[]) {
  const broker = new Broker();
  const clock = new ManualClock();
  const window = new AckWindow(prefetch, clock, broker.ack);
  const unsettled: number[] = [];
  const settled: number[] = [];
  let tag = 0;
  for (const step of steps) {
    if (step.kind === 'deliver') {
      tag += 1;
      broker.deliver(tag);
      window.delivered(tag);
      unsettled.push(tag);
    } else if (step.kind === 'wait') {
      clock.advance(step.ms);
    } else if (step.kind === 'jump') {
      clock.jump(step.ms);
    } else if (unsettled.length > 0) {
      const [chosen] = unsettled.splice(step.choice % unsettled.length, 1);
      settled.push(chosen!);
      window.settle(chosen!);
    }
  }
  return { broker, clock, window, settled };
}

const byTag = (a: number, b: number): number => a - b;

const three = [deliver, deliver, deliver];

describe('AckWindow', () => {
  it.each([
    {
      name: 'gathers what settles in order',
      steps: [...three, settle(0), settle(0), wait(2)],
      frames: ['..2'],
    },
    { name: 'needs no multiple for one', steps: [...three, settle(0), wait(2)], frames: ['1'] },
    {
      name: 'gathers what settles in any order',
      steps: [...three, settle(2), settle(1), settle(0), wait(2)],
      frames: ['..3'],
    },
    { name: 'lets a delivery above a gap wait', steps: [...three, settle(1), wait(9)], frames: [] },
    {
      name: 'as long, whatever the wall clock says',
      steps: [...three, settle(1), jump(3_600_000), wait(9)],
      frames: [],
    },
    {
      name: 'and no longer, whatever the wall clock says',
      steps: [...three, settle(1), jump(-3_600_000), wait(20)],
      frames: ['2'],
    },
    { name: 'but not for ever', steps: [...three, settle(1), wait(20)], frames: ['2'] },
    {
      name: 'covers what was acknowledged singly',
      steps: [...three, settle(1), wait(20), settle(0), settle(0), wait(2)],
      frames: ['2', '..3'],
    },
    {
      name: 'never ends on what is acknowledged',
      steps: [...three, settle(2), wait(20), settle(0), settle(0), wait(2)],
      frames: ['3', '..2'],
    },
    {
      name: 'fills a gap without waiting for the rest',
      steps: [...three, settle(1), wait(3), settle(0), wait(2)],
      frames: ['..2'],
    },
  ])('$name', ({ steps, frames }) => {
    const { broker } = run(100, steps);

    expect(broker.frames).toEqual(frames);
  });

  it('does not wait once half of the prefetch is settled', () => {
    const { broker } = run(4, [...three, deliver, settle(1), settle(1)]);

    expect(broker.frames).toEqual(['2', '3']);
  });

  it('acknowledges everything settled when it is flushed', () => {
    const { broker, window } = run(100, [...three, deliver, settle(0), settle(1), settle(1)]);

    window.flushAll();

    expect(broker.frames).toEqual(['1', '3', '4']);
  });

  it('does nothing once it is shut: the tags belong to another channel by now', () => {
    const { broker, clock, window } = run(100, [...three, settle(0)]);

    window.shut();
    window.settle(2);
    window.delivered(4);
    window.settle(4);
    window.flushAll();
    clock.advance(1_000);

    expect(broker.frames).toEqual([]);
  });

  it('acknowledges what is settled, each once, and nothing else', () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 3, arbitrary: fc.constant(deliver) },
      { weight: 3, arbitrary: fc.nat(50).map(settle) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 15 }).map(wait) },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(step, { maxLength: 200 }),
        (prefetch, steps) => {
          const { broker, clock, settled } = run(prefetch, steps);

          clock.advance(100);

          expect(broker.acknowledged.toSorted(byTag)).toEqual(settled.toSorted(byTag));
          expect(clock.pending).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
