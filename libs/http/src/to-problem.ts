import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { MessagingError } from '@app/events';
import type { FieldError } from './problem.js';

/** The body of an `application/problem+json` answer (RFC 9457, section 3). */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable; what a client switches on. */
  readonly code: string;
  readonly errors?: readonly FieldError[];
}

/** What a client may know of an error. What we didn't foresee says nothing of our inside. */
export function toProblem(error: unknown): ProblemBody {
  if (error instanceof HttpException) return fromHttpException(error);
  if (error instanceof MessagingError && 'statusCode' in error) {
    const status = Number(error.statusCode);
    const detail = status < 500 ? error.message : 'Not possible right now. Try again later.';
    return problem(status, error.code, detail);
  }
  return problem(500, 'INTERNAL', 'Something went wrong here. Try again later.');
}

function fromHttpException(error: HttpException): ProblemBody {
  const status = error.getStatus();
  const response = error.getResponse();
  const given = typeof response === 'object' ? (response as Partial<ProblemBody>) : {};
  const code = given.code ?? (STATUS_CODES[status] ?? 'ERROR').toUpperCase().replace(/\W+/g, '_');
  const body = problem(status, code, given.detail ?? error.message);
  return given.errors ? { ...body, errors: given.errors } : body;
}

function problem(status: number, code: string, detail: string): ProblemBody {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code };
}
