import type { ServerResponse } from 'node:http';
import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { httpClaimOf, type IdempotentHttpRequest } from './http-claim.js';
import { HttpIdempotencyStore } from './http-idempotency.store.js';

/**
 * Answers a repeated request as the first time: same status, `Location` and body, marked by
 * `Idempotent-Replayed: true`. Pipes and handler run in the transaction that keeps the answer.
 */
@Injectable()
export class HttpIdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly store: HttpIdempotencyStore) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const claim = httpClaimOf(http.getRequest<IdempotentHttpRequest>());
    if (!claim) return next.handle();

    const response = http.getResponse<ServerResponse>();
    const outcome = this.store.runOnce(claim, async () => {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const location = response.getHeader('location');
      return {
        status: response.statusCode,
        location: location === undefined ? undefined : String(location),
        body,
      };
    });
    return from(
      outcome.then(({ kind, answer }) => {
        if (kind === 'replayed') {
          response.statusCode = answer.status;
          response.setHeader('Idempotent-Replayed', 'true');
          if (answer.location !== undefined) response.setHeader('Location', answer.location);
        }
        return answer.body;
      }),
    );
  }
}
