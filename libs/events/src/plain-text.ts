import { z } from 'zod';

/** CloudEvents 1.0.2, 'Type System': no control characters, no lone surrogates. */
const PLAIN = /^[^\p{Cc}\p{Cs}]+$/u;

/** A text of 1 to `maxChars` characters that every broker, database and terminal takes as it is. */
export const plainText = (maxChars: number) =>
  z.string().max(maxChars).regex(PLAIN, 'must be plain text without control characters');
