/** A failure that the user can do something about: shown as its message, without a stack. */
export class ToolError extends Error {
  constructor(
    /** Stable, for callers that decide by the kind of failure. */
    readonly code:
      | 'APP_FAILED'
      | 'COMMAND_FAILED'
      | 'PACKAGES_MISSING'
      | 'SERVER_NOT_HEALTHY'
      | 'STACK_BUSY'
      | 'STACK_UNAVAILABLE'
      | 'USAGE',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
