import { deadLetterFailpoints } from './dead-letter.failpoints.js';
import { effectFailpoints } from './effect.failpoints.js';
import type { Failpoint } from './failpoint.js';
import { leaseFailpoints } from './lease.failpoints.js';
import { ledgerFailpoints } from './ledger.failpoints.js';
import { publishingFailpoints } from './publishing.failpoints.js';
import { settlementFailpoints } from './settlement.failpoints.js';

/** Everywhere between a message and its effect, on the way in, through and out. */
export const failpoints: readonly Failpoint[] = [
  ...effectFailpoints,
  ...settlementFailpoints,
  ...leaseFailpoints,
  ...publishingFailpoints,
  ...deadLetterFailpoints,
  ...ledgerFailpoints,
];
