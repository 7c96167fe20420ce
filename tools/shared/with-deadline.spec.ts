import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { withDeadline } from './with-deadline.js';

const forever = new AbortController().signal;

async function aborted(signal: AbortSignal): Promise<unknown> {
  if (!signal.aborted) await once(signal, 'abort');
  return signal.reason;
}

describe('withDeadline', () => {
  it('gives back what the work comes to', async () => {
    expect(await withDeadline(60_000, [forever], async () => 'done')).toBe('done');
  });

  it('aborts when the time is up, whatever the garbage collector did meanwhile', async () => {
    setFlagsFromString('--expose_gc');
    const collectGarbage = runInNewContext('gc') as () => void;

    const reason = await withDeadline(100, [forever], (outer) =>
      withDeadline(60_000, [outer], (signal) => {
        const end = aborted(signal);
        setTimeout(collectGarbage, 10);
        return end;
      }),
    );

    expect(reason).toMatchObject({ message: 'not done within 0.1 s' });
  });

  it('aborts with the others', async () => {
    const other = new AbortController();
    setTimeout(() => other.abort('enough'), 1);

    expect(await withDeadline(60_000, [forever, other.signal], aborted)).toBe('enough');
  });
});
