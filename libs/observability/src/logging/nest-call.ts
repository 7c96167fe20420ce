import { isError } from '@app/messaging';

/** A call to Nest's logger, sorted. */
export interface LogRecord {
  readonly msg: string | undefined;
  readonly context: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Sorts the arguments of Nest's `LoggerService` by its conventions: `(message, ...more, context)`,
 * for errors `(message, stack, context)`. The message may be an object (its `msg` is the text), an
 * error, or a function that makes one. Further objects become fields, further texts follow the
 * message.
 */
export function readNestCall(
  message: unknown,
  more: readonly unknown[],
  mayHaveStack: boolean,
): LogRecord {
  const rest = more.filter((it) => it !== undefined);
  let stack = mayHaveStack && isStack(rest.at(-1)) ? rest.pop() : undefined;
  const context = typeof rest.at(-1) === 'string' ? (rest.pop() as string) : undefined;
  if (mayHaveStack && stack === undefined && typeof rest.at(-1) === 'string') stack = rest.pop();

  const texts: string[] = [];
  const fields: Record<string, unknown> = {};
  for (const part of [resolve(message), ...rest]) {
    if (isError(part)) addError(part, texts, fields);
    else if (Array.isArray(part)) fields['items'] ??= part;
    else if (typeof part === 'object' && part !== null) addObject(part, texts, fields);
    else texts.push(String(part));
  }
  if (stack !== undefined) fields['error'] ??= { stack };
  return { msg: texts.length > 0 ? texts.join(' ') : undefined, context, fields };
}

function addError(error: Error, texts: string[], fields: Record<string, unknown>): void {
  if (texts.length === 0) texts.push(error.message || error.name);
  fields['error'] ??= error;
}

function addObject(object: object, texts: string[], fields: Record<string, unknown>): void {
  const { msg, ...others } = object as { msg?: unknown };
  if (typeof msg === 'string') texts.push(msg);
  else if (msg !== undefined) fields['msg_'] = msg;
  Object.assign(fields, others);
}

/** A message may be made only when its level is on; a class stands for its name. */
function resolve(message: unknown): unknown {
  if (typeof message !== 'function') return message;
  if (Function.prototype.toString.call(message).startsWith('class')) return message.name;
  return (message as () => unknown)();
}

function isStack(value: unknown): boolean {
  return typeof value === 'string' && /\n[ \t]+at .+:\d+:\d+/.test(value);
}
