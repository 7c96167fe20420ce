import { describe, expect, it } from '@jest/globals';
import { holderOfPass, noPassCookie, passCookie } from './pass.js';

const secret = Buffer.from('a secret of the tokens');
const ada = { role: 'viewer', name: 'ada' } as const;
const nowMs = Date.parse('2026-01-01T00:00:00Z');
const hours = (count: number) => count * 60 * 60 * 1_000;
const sent = (cookie: string) => cookie.split(';')[0]!;

describe('a pass', () => {
  it.each(['operator', 'viewer'] as const)(
    'says that somebody is an %s, and who, for eight hours',
    (role) => {
      for (const name of ['Zoë. B', undefined]) {
        const header = `other=1; ${sent(passCookie({ role, name }, secret, nowMs))}; last=2`;

        expect(holderOfPass(header, secret, nowMs + hours(7.9))).toEqual({ role, name });
        expect(holderOfPass(header, secret, nowMs + hours(8))).toBeUndefined();
      }
    },
  );

  it('is sent to the board alone, and read by no script', () => {
    for (const cookie of [passCookie(ada, secret, nowMs), noPassCookie()]) {
      expect(cookie).toMatch(/; Path=\/queues; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    }
  });

  it.each([
    ['another secret', (it: string) => it, Buffer.from('another')],
    ['another role', (it: string) => it.replace('viewer', 'operator'), secret],
    ['another end', (it: string) => it.replace('.1', '.9'), secret],
    ['another name', (it: string) => it.replace(/\.\w+\.(?=[\w-]+$)/, '.Ym9i.'), secret],
    ['no signature', (it: string) => it.replace(/[\w-]+$/, ''), secret],
    ['a short signature', (it: string) => it.slice(0, -3), secret],
    ['nothing', () => '', secret],
  ])('with %s is none', (_, change, key) => {
    const header = change(sent(passCookie(ada, secret, nowMs)));

    expect(holderOfPass(header, key, nowMs)).toBeUndefined();
  });
});
