import { describe, expect, it } from '@jest/globals';
import { fitTable } from './fit-table.js';

const id = '0123456789abcdef0123456789abcdef';
const row = [id, 'kafka orders.events', 'x'.repeat(300)];
const heading = ['id', 'source', 'error'];

describe('fitTable', () => {
  it('is no wider than the terminal, and keeps what names the row', () => {
    const lines = fitTable(heading, [row], 80);

    expect(lines.map((line) => line.length).every((length) => length <= 80)).toBe(true);
    expect(lines[1]).toContain(id);
    expect(lines[1]).toContain('kafka orders.events');
    expect(lines[1]).toMatch(/x…$/);
  });

  it('leaves a column whole that is asked for', () => {
    const [, line] = fitTable(['n', 'error', 'fingerprint'], [['1', 'x'.repeat(99), id]], 60, [
      'fingerprint',
    ]);

    expect(line).toMatch(new RegExp(`^1  x+…  ${id}$`));
    expect(line).toHaveLength(60);
  });

  it('cuts nothing where nobody looks', () => {
    expect(fitTable(heading, [row], Number.POSITIVE_INFINITY)[1]).toContain(row[2]);
  });

  it('shows what a terminal would obey', () => {
    const [, line] = fitTable(['id', 'error'], [['1', '\x1b[2Jgone\n\u202eabc']], 80);

    expect(line).toBe('1   \\x1b[2Jgone\\n\\u{202e}abc');
  });
});
