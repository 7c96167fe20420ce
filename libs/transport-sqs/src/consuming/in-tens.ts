/** SQS takes ten entries in a batch. */
const BATCH = 10;

export function inTens<Item>(items: readonly Item[]): Item[][] {
  const tens: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) tens.push(items.slice(at, at + BATCH));
  return tens;
}
