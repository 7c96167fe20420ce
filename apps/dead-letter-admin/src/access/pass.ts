import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor, Role } from './roles.js';

const LASTS_SECONDS = 8 * 60 * 60;

/** A cookie that the browser sends to the task board alone, and that no script can read. */
export const PASS_PATH = '/queues';
const NAME = 'queues-pass';

/**
 * What stands in for a token where a browser can send no header: who it is and until when, signed
 * with a secret of the tokens, so that it ends with them.
 * @returns the value of `Set-Cookie`
 */
export function passCookie({ role, name = '' }: Actor, secret: Buffer, nowMs: number): string {
  const until = Math.floor(nowMs / 1_000) + LASTS_SECONDS;
  const claim = `${role}.${until}.${Buffer.from(name).toString('base64url')}`;
  return cookie(`${claim}.${sign(claim, secret)}`, LASTS_SECONDS);
}

/** The value of `Set-Cookie` that takes it away. */
export function noPassCookie(): string {
  return cookie('', 0);
}

/** Whose pass is in the header `Cookie`; undefined where none is, or none that is valid. */
export function holderOfPass(header: string, secret: Buffer, nowMs: number): Actor | undefined {
  const pass = header
    .split(';')
    .map((it) => it.trim())
    .find((it) => it.startsWith(`${NAME}=`));
  const [, claim, signature] = /=([\w.-]+)\.([\w-]+)$/.exec(pass ?? '') ?? [];
  if (claim === undefined || signature === undefined) return undefined;
  const expected = Buffer.from(sign(claim, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [role, until, name = ''] = claim.split('.');
  if (Number(until) * 1_000 <= nowMs) return undefined;
  return { role: role as Role, name: Buffer.from(name, 'base64url').toString() || undefined };
}

function sign(claim: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(claim).digest('base64url');
}

function cookie(value: string, maxAgeSeconds: number): string {
  return `${NAME}=${value}; Path=${PASS_PATH}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
}
