import { userInfo } from 'node:os';
import { errorCode } from '../shared/error-code.js';
import { usageError } from './dlq.error.js';

/**
 * Whom the audit names: `DLQ_OPERATOR`, else the account; empty where nothing says who it is.
 * @throws DlqError `refused` for a name that no header can carry
 */
export function operatorName(
  environment: NodeJS.ProcessEnv,
  account = () => userInfo().username,
): string {
  const { DLQ_OPERATOR, USER, USERNAME } = environment;
  const name = DLQ_OPERATOR || nameOf(account) || USER || USERNAME || '';
  if (!/\p{Cc}/u.test(name)) return name;
  throw usageError('DLQ_OPERATOR takes a name on one line, without control characters.');
}

/** A container may run as a number that no account has. */
function nameOf(account: () => string): string | undefined {
  try {
    return account();
  } catch (error) {
    if (errorCode(error) === 'ERR_SYSTEM_ERROR') return undefined;
    throw error;
  }
}
