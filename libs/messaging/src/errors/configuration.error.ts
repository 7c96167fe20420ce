import { MessagingError } from '@app/events';

/** The process can't start as it is configured. The message names each setting and its remedy. */
export class ConfigurationError extends MessagingError {
  readonly code = 'CONFIGURATION';
}
