import { UnrecoverableError } from '@app/messaging';

/** Each process that handled the job died with it, or froze until its lock expired. */
export class CrashLoopError extends UnrecoverableError {
  override readonly code = 'CRASH_LOOP';
}
