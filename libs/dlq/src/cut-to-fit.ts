/**
 * The beginning of a text whose JSON, escaped to ASCII, takes at most `maxBytes`. It counts what
 * escaping makes of each character (six bytes for a control character), never splits a character,
 * and turns half of a surrogate pair into U+FFFD, which databases accept.
 */
export function cutToFit(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const char of text) {
    const whole = isHalfPair(char) ? '\ufffd' : char;
    bytes += escapedBytes(whole);
    if (bytes > maxBytes) return kept;
    kept += whole;
  }
  return kept;
}

function escapedBytes(char: string): number {
  if (char >= ' ' && char <= '~') return char === '"' || char === '\\' ? 2 : 1;
  return 6 * char.length;
}

function isHalfPair(char: string): boolean {
  return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}
