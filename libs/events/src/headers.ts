/**
 * Broker headers as they travel: lower-case or not, text or bytes, never interpreted on the way.
 */
export type MessageHeaders = ReadonlyMap<string, string | Buffer>;

/** A header as text, or undefined where it is absent. Bytes are read as UTF-8. */
export function headerText(headers: MessageHeaders, name: string): string | undefined {
  const value = headers.get(name);
  return typeof value === 'object' ? value.toString('utf8') : value;
}
