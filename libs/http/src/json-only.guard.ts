import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Problem } from './problem.js';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** What the type-is library says: null without a body, false where it is of none of the types. */
  is(types: string[]): string | false | null;
}

/** Refuses a body of another type than JSON, which nothing would read: as if it had been empty. */
@Injectable()
export class JsonOnlyGuard implements CanActivate {
  /** @throws Problem 415 */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    if (request.headers['content-length'] === '0') return true;
    if (request.is(['json', '+json']) !== false) return true;
    throw new Problem(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'The body must be JSON. Send it with content-type: application/json.',
    );
  }
}
