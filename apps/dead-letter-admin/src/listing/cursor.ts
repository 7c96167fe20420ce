import { Problem } from '@app/http';

/**
 * Where a page ended, as a client hands it back: the number of its last row. Rows that come later
 * have larger numbers, so that a page never shifts.
 */
export function writeCursor(seq: string): string {
  return Buffer.from(`seq:${seq}`).toString('base64url');
}

/** @throws Problem 400 for what isn't a cursor of ours */
export function readCursor(cursor: string): string {
  const [, seq] = /^seq:([0-9]{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (seq !== undefined) return seq;
  throw new Problem(400, 'INVALID_CURSOR', "The cursor isn't one that this list has given.", [
    { field: 'cursor', message: "take it from 'nextCursor' of the page before" },
  ]);
}
