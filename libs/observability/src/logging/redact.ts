import { isError } from '@app/messaging';
import { type Hidden, NOTHING } from './hidden.js';
import { redactText } from './redact-text.js';

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_OBJECTS = 1_000;

const SECRET_NAME =
  /(?:authorization|cookie|password|passwd|passphrase|pwd|secret|token|apikey|accesskey|privatekey|credential)s?$/;

interface Walk {
  readonly hidden: Hidden;
  objectsLeft: number;
  /** The objects around the current one, to notice circles and depth. */
  readonly around: Set<object>;
}

/**
 * A plain copy that may be logged: values of secret names (`password`, `authorization`, tokens)
 * are hidden, and what `hidden` says; texts go through `redactText`, errors keep code, stack and cause. It never throws
 * and is bounded, whatever it is given.
 */
export function redact(value: unknown, hidden = NOTHING): unknown {
  return copy(value, { hidden, objectsLeft: MAX_OBJECTS, around: new Set() });
}

function copy(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value, walk.hidden);
    case 'bigint':
    case 'symbol':
      return redactText(String(value), walk.hidden);
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : copyOnce(value, walk);
    default:
      return value;
  }
}

function copyOnce(value: object, walk: Walk): unknown {
  if (walk.around.has(value)) return '[circular]';
  if (walk.around.size >= MAX_DEPTH || walk.objectsLeft-- <= 0) return '[more]';
  walk.around.add(value);
  try {
    return copyObject(value, walk);
  } catch {
    // A getter or toJSON of someone else's threw. The line is worth more than this value.
    return '[unreadable]';
  } finally {
    walk.around.delete(value);
  }
}

function copyObject(value: object, walk: Walk): unknown {
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (isError(value)) return copyEntries(entriesOfError(value), walk);
  if (value instanceof Map) return copyEntries([...value], walk);
  if (value instanceof Set) return copyList([...value], walk);
  if (Array.isArray(value)) return copyList(value, walk);
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), walk);
  return copyEntries(Object.entries(value), walk);
}

function copyList(items: readonly unknown[], walk: Walk): unknown[] {
  return items.slice(0, MAX_ENTRIES).map((item) => copy(item, walk));
}

function copyEntries(entries: readonly (readonly [unknown, unknown])[], walk: Walk): object {
  return Object.fromEntries(
    entries.slice(0, MAX_ENTRIES).map(([key, value]) => {
      const name = redactText(String(key), walk.hidden);
      const isNamed = isSecret(name) || walk.hidden.names.has(name);
      const hidden = value !== undefined && value !== null && isNamed;
      return [name, hidden ? '***' : copy(value, walk)];
    }),
  );
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_.\s]/g, ''));
}

/** What matters of an error, most of which is not enumerable. */
function entriesOfError(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  const errors = 'errors' in error ? error.errors : undefined;
  return Object.entries({ ...error, name, message, stack, cause, errors }).filter(
    ([, value]) => value !== undefined,
  );
}
