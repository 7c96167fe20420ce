import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Role } from './roles.js';

const LASTS_SECONDS = 8 * 60 * 60;

/** A cookie that the browser sends to the task board alone, and that no script can read. */
export const PASS_PATH = '/queues';
const NAME = 'queues-pass';

/**
 * What stands in for a token where a browser can send no header: who it is and until when, signed
 * with a secret of the tokens, so that it ends with them.
 * @returns the value of `Set-Cookie`
 */
export function passCookie(role: Role, secret: Buffer, nowMs: number): string {
  const claim = `${role}.${Math.floor(nowMs / 1_000) + LASTS_SECONDS}`;
  return cookie(`${claim}.${sign(claim, secret)}`, LASTS_SECONDS);
}

/** The value of `Set-Cookie` that takes it away. */
export function noPassCookie(): string {
  return cookie('', 0);
}

/** Whose pass is in the header `Cookie`; undefined where none is, or none that is valid. */
export function roleOfPass(header: string, secret: Buffer, nowMs: number): Role | undefined {
  const pass = header
    .split(';')
    .map((it) => it.trim())
    .find((it) => it.startsWith(`${NAME}=`));
  const [, role, until, signature] =
    /=(operator|viewer)\.(\d{1,12})\.([\w-]+)$/.exec(pass ?? '') ?? [];
  if (role === undefined || until === undefined || signature === undefined) return undefined;
  const expected = Buffer.from(sign(`${role}.${until}`, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Number(until) * 1_000 > nowMs ? (role as Role) : undefined;
}

function sign(claim: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(claim).digest('base64url');
}

function cookie(value: string, maxAgeSeconds: number): string {
  return `${NAME}=${value}; Path=${PASS_PATH}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
}
