import type { ServerResponse } from 'node:http';
import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { httpClaimOf, type IdempotentHttpRequest } from './http-claim.js';
import { headersSet } from './headers-set.js';
import { HttpIdempotencyStore, type HttpAnswer } from './http-idempotency.store.js';

/**
 * Answers a repeated request as the first time: same status, body and headers of the handler, marked
 * by `Idempotent-Replayed: true`. Pipes and handler run in the transaction that keeps the answer.
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
      const before = { ...response.getHeaders() };
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const headers = headersSet(before, response.getHeaders());
      return { status: response.statusCode, headers, body };
    });
    return from(
      outcome.then(({ kind, answer }) => {
        if (kind === 'replayed') replay(answer, response);
        return answer.body;
      }),
    );
  }
}

function replay({ status, headers }: HttpAnswer, response: ServerResponse): void {
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers)));
  response.setHeader('Idempotent-Replayed', 'true');
}
