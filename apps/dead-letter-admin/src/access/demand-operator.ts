import { Problem } from '@app/http';
import type { Actor } from './roles.js';

/** For what changes something. @throws Problem 403 for anybody but an operator */
export function demandOperator({ role }: Pick<Actor, 'role'>): void {
  if (role === 'operator') return;
  throw new Problem(403, 'FORBIDDEN', 'Viewers may only look. Use the token of an operator.');
}
