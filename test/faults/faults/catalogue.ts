import { crashLoop } from './crash-loop.fault.js';
import type { Fault } from './fault.js';
import { backlog, greatStorm } from './floods.js';
import { killsAtFailpoints } from './kill-at-failpoint.js';
import { cutAnswers, cutLinks, delayedLinks, halfOpenLinks, redisAway } from './links.js';
import {
  duplicateFacts,
  duplicateStorms,
  poison,
  providersDown,
  sameKeyOtherPayload,
} from './messages.js';
import { kills, movedClocks, slowHandlers, terminations, zombies } from './processes.js';
import { dlqMissing, queueDeleted, queueFull } from './rabbitmq-queues.js';
import { rebalances } from './rebalances.fault.js';
import { killedReplays } from './replays.js';
import {
  killedBrokers,
  leasesFlushed,
  postgresCrashed,
  postgresRestarted,
  redisFull,
} from './servers.js';

/** Faults of a kind: a plan takes from each kind in turn, so that no kind crowds out the others. */
export const kindsOfFaults: readonly (readonly Fault[])[] = [
  killsAtFailpoints,
  kills,
  terminations,
  zombies,
  slowHandlers,
  movedClocks,
  [poison],
  [sameKeyOtherPayload],
  [duplicateFacts],
  providersDown,
  [crashLoop],
  killedReplays,
  [queueFull],
  [backlog],
  killedBrokers,
  [postgresRestarted, postgresCrashed],
  [redisAway],
  [redisFull],
  [leasesFlushed],
  cutLinks,
  halfOpenLinks,
  delayedLinks,
  cutAnswers,
  duplicateStorms,
  [rebalances],
  [dlqMissing],
  [queueDeleted],
  [greatStorm],
];

export const allFaults: readonly Fault[] = kindsOfFaults.flat();
