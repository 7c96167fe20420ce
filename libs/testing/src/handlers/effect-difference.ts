/** What a handler did: one line for each row, message or other thing that is there because of it. */
export type Effect = readonly string[];

const GENERATED = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d+/gi;

/**
 * One line of an effect. Ids and numbers inside of texts that the event doesn't have were drawn by
 * the handler, and differ each time.
 */
export function effectLine(kind: string, content: unknown, eventText: string): string {
  const text = JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(GENERATED, (drawn) => (eventText.includes(drawn) ? drawn : '<drawn>'))
      : value,
  );
  return `${kind} ${text ?? 'undefined'}`;
}

/** What differs, in words; undefined where nothing does. */
export function effectDifference(expected: Effect, actual: Effect): string | undefined {
  const extra = without(actual, expected);
  const missing = without(expected, actual);
  if (extra.length === 0 && missing.length === 0) return undefined;
  return [
    ...extra.map((line) => `  + ${line}${expected.includes(line) ? '   (once more)' : ''}`),
    ...missing.map((line) => `  - ${line}${actual.length < expected.length ? '   (lost)' : ''}`),
  ].join('\n');
}

function without(lines: Effect, others: Effect): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}
