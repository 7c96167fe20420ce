import { isNativeError } from 'node:util/types';

/**
 * Whether the database refused the data itself (PostgreSQL, appendix A: data exceptions, violated
 * constraints, exceeded limits of a row), so that another try would end the same way.
 */
export function isDataFault(error: unknown): boolean {
  if (!isNativeError(error) || !('code' in error)) return false;
  return /^(22|23|54)[0-9A-Z]{3}$/.test(String(error.code));
}
