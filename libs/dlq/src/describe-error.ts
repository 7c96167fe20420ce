import { isError } from '@app/messaging';
import type { DeadLetter } from './dead-letter.js';

const MAX_CAUSES = 5;

/** What a dead letter tells of an error; its causes follow in the stack. */
export function describeError(error: Error): DeadLetter['error'] {
  const code = 'code' in error ? error.code : undefined;
  return {
    name: textOf(error.name),
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    message: textOf(error.message),
    stack: stackWithCauses(error),
  };
}

function stackWithCauses(error: Error): string {
  const stacks = [textOf(error.stack)];
  let cause = error.cause;
  for (let depth = 0; isError(cause) && depth < MAX_CAUSES; depth++) {
    stacks.push(textOf(cause.stack));
    cause = cause.cause;
  }
  return stacks.join('\nCaused by: ');
}

/** An error of someone else's may hold anything where a text belongs. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
