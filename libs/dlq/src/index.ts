export {
  DEAD_LETTER_HEADER,
  DeadLetterHeaderError,
  readDeadLetterHeader,
} from './dead-letter-header.js';
export { type DeadLetter } from './dead-letter.js';
export { toDeadLetter } from './to-dead-letter.js';
