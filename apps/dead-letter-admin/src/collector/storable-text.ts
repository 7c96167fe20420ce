/** PostgreSQL takes no NUL in a text, and no half of a surrogate pair: U+FFFD stands in for them. */
export function storableText(text: string, maxChars = Number.POSITIVE_INFINITY): string {
  const cut = text.length > maxChars ? text.slice(0, maxChars) : text;
  return cut.replaceAll('\0', '\ufffd').replace(/\p{Cs}/gu, '\ufffd');
}

/** What a column with an index may have: PostgreSQL refuses rows of more than 2,700 bytes there. */
export const MAX_INDEXED_CHARS = 512;

export function indexedText(text: string): string;
export function indexedText(text: string | undefined): string | null;
export function indexedText(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text, MAX_INDEXED_CHARS);
}
