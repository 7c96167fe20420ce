import { createHash } from 'node:crypto';

/** What differs between failures of one cause, in this order: a UUID contains numbers. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d{2}-\d{2}[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?/g, '<time>'],
  [/\b0x[0-9a-f]+\b/gi, '<n>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<id>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
  [/'[^']*'|"[^"]*"/g, '<text>'],
];

/** Frames of libraries and of Node say where an error was made, not what went wrong. */
const FOREIGN = /node:|node_modules/;

export function normaliseMessage(message: string): string {
  return VARYING.reduce(
    (text, [pattern, by]) => text.replace(pattern, by),
    message.slice(0, 1_000),
  );
}

/** `InventoryService.reserve`: the topmost function of ours, without file and line. */
export function topFrame(stack: string): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const own = frames.find((line) => !FOREIGN.test(line)) ?? frames[0] ?? '';
  const [, name = ''] = /^\s+at (?:async )?([^(/]*?)(?: \(|$)/.exec(own) ?? [];
  return name.trim();
}

/** The same for failures of one cause, as far as reason, error and place tell. */
export function fingerprint(failure: {
  readonly reason: string;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}): string {
  const parts = [
    failure.reason,
    failure.name,
    normaliseMessage(failure.message),
    topFrame(failure.stack),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
