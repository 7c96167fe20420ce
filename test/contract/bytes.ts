/** Headers as hexadecimal bytes: text or not, what travels is the same. */
export function bytesOf(headers: ReadonlyMap<string, string | Buffer>): Record<string, string> {
  const entries = [...headers].map(
    ([name, value]) => [name, Buffer.from(value as string).toString('hex')] as const,
  );
  return Object.fromEntries(entries);
}
