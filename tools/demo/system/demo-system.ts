import type { Progress } from '../../shared/progress.js';
import type { BackDoor } from './back-door.js';
import type { AdminAccess } from '../../dlq/admin-client.js';

/** The apps and what carries them, however they were put together. */
export interface DemoSystem {
  /** What must not be overlooked, such as that no real broker is in play: first and last line. */
  readonly notice?: string;
  /** Base address of the order API. */
  readonly api: string;
  /** Absent where somebody else has its token. */
  readonly ledger?: AdminAccess;
  readonly databaseUrl: string;
  readonly resourcePrefix: string;
  /** What there is to look at, each with its address. */
  readonly addresses: readonly (readonly [what: string, address: string])[];
  /** Files that the apps have written their logs to. */
  readonly logFiles: readonly string[];
  /** Aborted when an app ends that nobody asked to; the reason says which. */
  readonly broken: AbortSignal;
  /** What ends with the demo, as a sentence. */
  readonly ending: string;
  openBackDoor(): Promise<BackDoor>;
  /** Ends everything that was started for this system. */
  stop(): Promise<void>;
}

/** What starting a system needs of whoever asks for it. */
export interface SystemRequest {
  readonly progress: Progress;
  /** Gives up starting, and ends what has started. */
  readonly signal: AbortSignal;
}
