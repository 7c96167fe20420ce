import { kindsOfFaults } from '../faults/catalogue.js';
import { planFaults } from '../plan/plan-faults.js';
import type { Ground } from '../stack/ground.js';
import type { Variant } from '../variants/variants.js';
import type { Outcome } from './outcome.js';
import { runFaults } from './run-faults.js';
import type { Watcher } from './watcher.js';

/** Faults at which each variant loses, if the suite can see anything. */
const fatal: Readonly<Record<Variant, string>> = {
  seed: 'kill-kafka-consumer-after-effect,kill-sqs-poller-after-effect',
  'auto-ack': 'kill-kafka-consumer-after-claim,kill-sqs-poller-after-effect',
  'no-outbox': 'kill-kafka-consumer-before-publish,kill-order-producer-before-publish',
};

const orders = 60;
const faults = 2;

/** A small run of a variant: unless it shows losses, the suite is blind. */
export function proveVariant(
  ground: Ground,
  variant: Variant,
  seed: number,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<Outcome> {
  const only = fatal[variant];
  const plan = planFaults(kindsOfFaults, { seed, count: faults, only, withLong: false });
  const prefix = `${variant.replaceAll('-', '')}_`;
  return runFaults(ground, { plan, orders, prefix, variant, watcher, signal });
}

/** Orders that the variant lost, doubled or left behind. */
export function lossesOf({ verdict }: Outcome): number {
  return verdict.violations.filter(({ wrong }) => wrong !== 'other').length;
}
