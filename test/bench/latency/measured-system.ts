import type { AppName } from '../../../tools/apps/apps.js';

/** Five processes that bring orders to their end, on resources of their own. */
export interface MeasuredSystem {
  /** Where `POST /orders` is answered. */
  readonly api: string;
  readonly pids: ReadonlyMap<AppName, number>;
  stop(): Promise<unknown>;
}
