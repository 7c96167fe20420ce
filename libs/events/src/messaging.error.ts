/**
 * Base of every error this project throws on purpose.
 * `code` is stable and safe to switch on; the message says what happened and what to do.
 */
export abstract class MessagingError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
