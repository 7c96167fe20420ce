import { describe, expect, it } from '@jest/globals';
import { Screen } from '../screen/screen.js';
import type { Act, Stage } from './act.js';
import { play } from './tell-story.js';

function aStage(signal = new AbortController().signal) {
  const lines: string[] = [];
  const stage = { signal, screen: new Screen((line) => lines.push(line)) };
  return { stage: stage as Stage, lines };
}

const act = (playing: Act['play']): Act => ({
  label: 'good card',
  heading: 'An order',
  expected: 'completed',
  play: playing,
});

describe('play', () => {
  it('answers with what came of the act', async () => {
    const { stage } = aStage();

    const outcome = await play(
      act(async () => 'cancelled'),
      stage,
    );

    expect(outcome).toEqual({ label: 'good card', expected: 'completed', actual: 'cancelled' });
  });

  it('takes a failure for an outcome, and shows why', async () => {
    const { stage, lines } = aStage();
    const cause = new Error('the time is up');

    const { actual } = await play(
      act(() => Promise.reject(new Error('no order.completed', { cause }))),
      stage,
    );

    expect(actual).toBe('no order.completed');
    expect(lines.join('\n')).toContain('no order.completed (the time is up)');
  });

  it('plays nothing once the story is over', async () => {
    const { stage, lines } = aStage(AbortSignal.abort());

    const { actual } = await play(
      act(async () => 'completed'),
      stage,
    );

    expect(actual).toBe('not reached');
    expect(lines).toEqual([]);
  });
});
