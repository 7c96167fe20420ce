import { describe, expect, it } from '@jest/globals';
import { noPassCookie, passCookie, roleOfPass } from './pass.js';

const secret = Buffer.from('a secret of the tokens');
const nowMs = Date.parse('2026-01-01T00:00:00Z');
const hours = (count: number) => count * 60 * 60 * 1_000;
const sent = (cookie: string) => cookie.split(';')[0]!;

describe('a pass', () => {
  it.each(['operator', 'viewer'] as const)(
    'says that somebody is an %s, for eight hours',
    (role) => {
      const header = `other=1; ${sent(passCookie(role, secret, nowMs))}; last=2`;

      expect(roleOfPass(header, secret, nowMs + hours(7.9))).toBe(role);
      expect(roleOfPass(header, secret, nowMs + hours(8))).toBeUndefined();
    },
  );

  it('is sent to the board alone, and read by no script', () => {
    for (const cookie of [passCookie('viewer', secret, nowMs), noPassCookie()]) {
      expect(cookie).toMatch(/; Path=\/queues; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    }
  });

  it.each([
    ['another secret', (it: string) => it, Buffer.from('another')],
    ['another role', (it: string) => it.replace('viewer', 'operator'), secret],
    ['another end', (it: string) => it.replace('.1', '.9'), secret],
    ['no signature', (it: string) => it.replace(/[\w-]+$/, ''), secret],
    ['a short signature', (it: string) => it.slice(0, -3), secret],
    ['nothing', () => '', secret],
  ])('with %s is none', (_, change, key) => {
    const header = change(sent(passCookie('viewer', secret, nowMs)));

    expect(roleOfPass(header, key, nowMs)).toBeUndefined();
  });
});
