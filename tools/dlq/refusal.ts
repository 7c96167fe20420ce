import { DlqError } from './dlq.error.js';
import { exitCodes } from './exit-codes.js';
import { printable } from './screen/printable.js';

interface ProblemBody {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** What the API says of a request that it didn't do (RFC 9457), and what would help. */
export function refusal(status: number, content: string): DlqError {
  const { code, detail, errors = [] } = readProblem(content);
  const lines = [
    `${detail ?? 'The admin API refused.'} (${status}${code === undefined ? '' : ` ${code}`})`,
    ...errors.map(({ field, message }) => `  ${field}: ${message}`),
    ...(status === 401 ? ['ADMIN_TOKEN must be the token that the app was started with.'] : []),
  ];
  const exitCode = status >= 500 ? exitCodes.unreachable : exitCodes.refused;
  return new DlqError(exitCode, lines.map(printable).join('\n'));
}

function readProblem(content: string): ProblemBody {
  try {
    const body: unknown = JSON.parse(content);
    return typeof body === 'object' && body !== null ? body : {};
  } catch (error) {
    // Somebody in between answers, such as a proxy; its page helps nobody here.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
