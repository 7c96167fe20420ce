import { type Hidden, NOTHING } from './hidden.js';

/** Longer texts are cut: a log line is for a person, and hostile messages end up in errors. */
const MAX_CHARS = 10_000;
const HIDDEN = '***';

/**
 * Patterns look for a short literal first and bound what may lie between, so that no text makes
 * them slow.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // amqp://user:password@host
  [/:\/\/[^\s/?#"<>]{1,1000}@/g, `://${HIDDEN}@`],
  // The same with a raw slash in the password, which is no URL but what people type; a port isn't one.
  [/:\/\/[^\s/?#@:"<>]{0,200}:(?!\d{1,5}[/?#])[^\s"<>]{1,300}@/g, `://${HIDDEN}@`],
  [/\b(authorization|cookie)("?\s{0,2}[:=]\s{0,2}"?)[^\r\n"]+/gi, `$1$2${HIDDEN}`],
  [/\b(bearer)\s{1,2}[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  // password=… in a query or a connection string
  [/(password|passwd|pwd|secret|token|api[_-]?key)=[^\s&"',;]+/gi, `$1=${HIDDEN}`],
  // "password":"…" in JSON inside a text
  [
    /((?:password|passwd|pwd|secret|token|api[_-]?key)\\?"\s{0,2}:\s{0,2}\\?")(?:[^"\\]|\\.)+/gi,
    `$1${HIDDEN}`,
  ],
];

/**
 * A text that may be logged: credentials and the values of `hidden` hidden, control characters
 * other than tab and newline escaped (a terminal obeys them), cut at 10,000 characters.
 */
export function redactText(text: string, hidden: Pick<Hidden, 'values'> = NOTHING): string {
  let safe = text.length > MAX_CHARS ? cut(text, hidden.values) : text;
  for (const [pattern, replacement] of SECRETS) safe = safe.replace(pattern, replacement);
  for (const value of hidden.values) safe = safe.replaceAll(value, HIDDEN);
  return safe.replace(
    /[^\P{Cc}\n\t]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The cut may fall into a value, or between credentials and the `@` that tells them: such an end goes too. */
function cut(text: string, values: Hidden['values']): string {
  let end = MAX_CHARS;
  for (const value of values) {
    const start = text.lastIndexOf(value, end - 1);
    if (start >= 0 && start + value.length > end) end = start;
  }
  return `${text.slice(0, end).replace(/:\/\/[^\s/]*$/, `://${HIDDEN}`)}… (cut)`;
}
