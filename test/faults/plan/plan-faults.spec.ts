import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../faults/fault.js';
import { planFaults, planNamed, type Plan } from './plan-faults.js';

const fault = (name: string, more: Partial<Fault> = {}): Fault => ({
  name,
  about: `${name}.`,
  lane: 'process',
  seconds: 5,
  strike: () => Promise.resolve(''),
  ...more,
});

const kinds = [
  [fault('kill-a'), fault('kill-b'), fault('kill-c')],
  [fault('poison')],
  [fault('long', { isLong: true })],
  [fault('cut-a', { lane: 'server' }), fault('cut-b', { lane: 'server' })],
];
const all = kinds.flat();
const options = { seed: 7, count: 10, withLong: false };

const namesOf = ({ lanes }: Plan) => ({
  process: lanes.process.map((it) => it.fault.name),
  server: lanes.server.map((it) => it.fault.name),
});

describe('planFaults', () => {
  it('is the same for the same seed, numbers of the faults included', () => {
    const first = planFaults(kinds, options);
    const again = planFaults(kinds, options);

    expect(again).toEqual(first);
  });

  it('is another one for another seed', () => {
    const plans = [1, 2, 3, 4].map((seed) =>
      JSON.stringify(planFaults(kinds, { ...options, seed })),
    );

    expect(new Set(plans).size).toBe(4);
  });

  it('has as many faults as were asked for, most of them in apps', () => {
    const { process, server } = namesOf(planFaults(kinds, options));

    expect([process.length, server.length]).toEqual([6, 4]);
  });

  it('takes each fault of a kind once before any comes again', () => {
    const { server } = namesOf(planFaults(kinds, options));

    expect(server.toSorted()).toEqual(['cut-a', 'cut-a', 'cut-b', 'cut-b']);
  });

  it.each([
    ['leaves long faults out', { withLong: false, count: 20 }, false],
    ['takes them where they are wanted', { withLong: true, count: 20 }, true],
    ['takes one that is asked for by name', { withLong: false, count: 20, only: 'long' }, true],
  ])('%s', (_, more, expected) => {
    const { process } = namesOf(planFaults(kinds, { ...options, ...more }));

    expect(process.includes('long')).toBe(expected);
  });

  it('takes only what begins with one of the names', () => {
    const { process, server } = namesOf(planFaults(kinds, { ...options, only: 'kill-b,cut' }));

    expect(new Set(process)).toEqual(new Set(['kill-b']));
    expect(new Set(server)).toEqual(new Set(['cut-a', 'cut-b']));
  });

  it('refuses a name that fits nothing', () => {
    expect(() => planFaults(kinds, { ...options, only: 'kill-b,nothing' })).toThrow(
      'No fault begins with nothing.',
    );
  });
});

describe('planNamed', () => {
  it('has each fault once, in its lane', () => {
    const { process, server } = namesOf(planNamed(all, ['poison', 'cut-a', 'kill-b'], 7));

    expect(process.toSorted()).toEqual(['kill-b', 'poison']);
    expect(server).toEqual(['cut-a']);
  });

  it('says which fault there is no more', () => {
    expect(() => planNamed(all, ['gone'], 7)).toThrow('There is no fault gone any more');
  });
});
