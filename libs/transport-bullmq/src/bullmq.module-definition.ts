import type { Subscription } from '@app/messaging';
import type { BullMqSettings } from './bullmq.settings.js';
import type { BullMqTopology } from './topology/bullmq-topology.js';

export interface BullMqTransportOptions {
  readonly topology: BullMqTopology;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly settings: BullMqSettings;
}

export const BULLMQ_OPTIONS = Symbol('BULLMQ_OPTIONS');
