/** @returns the `code` of Node's own errors, such as `ENOENT`; undefined for any other value */
export function errorCode(error: unknown): string | undefined {
  // By shape: in a jest test, Node's errors are instances of another realm's `Error`.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
