export interface Sized {
  readonly sizeBytes: number;
}

/**
 * How many of the waiting messages go into the next request: from the first on, without leaving
 * one out, as long as they fit. A message beyond the limit goes alone.
 */
export function gather(waiting: readonly Sized[], limitBytes: number): number {
  let bytes = 0;
  let count = 0;
  for (const { sizeBytes } of waiting) {
    if (count > 0 && bytes + sizeBytes > limitBytes) break;
    bytes += sizeBytes;
    count++;
  }
  return count;
}
