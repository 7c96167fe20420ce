import { Catch, type ExceptionFilter } from '@nestjs/common';

/**
 * Nest's own RPC filter replaces every error by `{ status: 'error' }`. The settlement needs the
 * original, so this one hands it on.
 */
@Catch()
export class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}
