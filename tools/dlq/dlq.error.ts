import { exitCodes } from './exit-codes.js';

/** A command that can't be done, for a reason that the user can do something about. */
export class DlqError extends Error {
  constructor(
    readonly exitCode: (typeof exitCodes)[keyof typeof exitCodes],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

export function usageError(message: string): DlqError {
  return new DlqError(exitCodes.refused, `${message}\nAll commands: npm run dlq -- --help`);
}
