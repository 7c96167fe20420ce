import { createHash } from 'node:crypto';

/** What SQS takes as a group or deduplication id: letters, digits and punctuation of ASCII. */
const SUITED = /^[!-~]{1,128}$/;

/** The text itself where SQS takes it, and otherwise its hash: equal texts stay equal. */
export function fifoId(text: string): string {
  return SUITED.test(text) ? text : createHash('sha256').update(text).digest('hex');
}
