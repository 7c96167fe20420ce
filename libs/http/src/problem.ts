import { HttpException } from '@nestjs/common';

export interface FieldError {
  /** `items.0.sku` */
  readonly field: string;
  readonly message: string;
}

/** A refusal with a stable `code`, answered as `application/problem+json` (RFC 9457). */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super({ code, detail, ...(errors && { errors }) }, status);
  }
}
