import { describe, expect, it } from '@jest/globals';
import { LateLines } from './late-lines.js';

function aPrinter() {
  const printed: string[] = [];
  return { printed, lines: new LateLines((line) => printed.push(line)) };
}

describe('LateLines', () => {
  it('prints the first line only when the second one comes', () => {
    const { printed, lines } = aPrinter();

    lines.write('first');
    expect(printed).toEqual([]);
    lines.write('second');
    lines.write('third');

    expect(printed).toEqual(['first', 'second', 'third']);
  });

  it('prints the first line when it is released, once', () => {
    const { printed, lines } = aPrinter();

    lines.write('first');
    lines.release();
    lines.release();
    lines.write('second');

    expect(printed).toEqual(['first', 'second']);
  });
});
