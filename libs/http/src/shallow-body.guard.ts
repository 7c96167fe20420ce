import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

/** That of events: far above any body of ours, far below where recursive code overflows the stack. */
const MAX_DEPTH = 64;

/** Refuses a body that nests deep, before an interceptor or a schema goes through it recursively. */
@Injectable()
export class ShallowBodyGuard implements CanActivate {
  /** @throws Problem 400 */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { body } = context.switchToHttp().getRequest<{ readonly body?: unknown }>();
    if (!nestsDeeperThan(MAX_DEPTH, body)) return true;
    const detail = `The body nests deeper than ${MAX_DEPTH} levels.`;
    throw new Problem(400, 'NESTED_TOO_DEEP', detail);
  }
}

/** Level by level, since a recursion is what it guards. */
function nestsDeeperThan(limit: number, value: unknown): boolean {
  let level = [value].filter(isObject);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === limit) return true;
    level = level.flatMap((inner) => Object.values(inner)).filter(isObject);
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
