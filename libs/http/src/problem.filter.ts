import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { retryAfterSeconds } from './retry-after.js';
import { toProblem } from './to-problem.js';

interface HttpResponse {
  readonly headersSent: boolean;
  status(code: number): HttpResponse;
  type(contentType: string): HttpResponse;
  set(header: string, value: string): HttpResponse;
  send(body: string): void;
  destroy(): void;
}

/** Answers every error of the HTTP side as problem+json; errors of a delivery go on untouched. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;

    const problem = toProblem(error);
    if (problem.status >= 500) this.logger.error(error);
    const response = host.switchToHttp().getResponse<HttpResponse>();
    if (response.headersSent) {
      // Half an answer (a broken event stream) can only be cut off.
      response.destroy();
      return;
    }
    const retryAfter = retryAfterSeconds(error);
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
