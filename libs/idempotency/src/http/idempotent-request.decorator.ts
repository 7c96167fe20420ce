import { UseInterceptors } from '@nestjs/common';
import { HttpIdempotencyInterceptor } from './http-idempotency.interceptor.js';

/**
 * Honours the optional header `Idempotency-Key` of an HTTP handler (needs
 * `IdempotencyModule.forHttp()`): a repeat gets the first answer, 409 while the first one runs, and
 * 422 with another request (docs/idempotency-key.md). The handler returns its body; with `@Res()` only `passthrough`.
 */
export function IdempotentRequest(): MethodDecorator & ClassDecorator {
  return UseInterceptors(HttpIdempotencyInterceptor);
}
