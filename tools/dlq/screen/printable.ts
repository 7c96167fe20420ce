/** Everything that a terminal would obey, or that would not show, and that is no line break. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text on one line that no terminal obeys: a message may hold whatever its sender liked. */
export function printable(text: string): string {
  return text.replace(UNSHOWN, escaped);
}

/** The same, line by line. */
export function printableLines(text: string): string[] {
  return text.split(/\r?\n/).map(printable);
}

function escaped(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  const hex = char.codePointAt(0)!.toString(16);
  return char.codePointAt(0)! > 0xff ? `\\u{${hex}}` : `\\x${hex.padStart(2, '0')}`;
}
