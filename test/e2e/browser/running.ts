import type { Browser } from 'playwright-core';
import type { E2eSystem } from '../e2e-system.js';

/** What the suites share. */
export interface Running {
  readonly system: E2eSystem;
  readonly browser: Browser;
}
