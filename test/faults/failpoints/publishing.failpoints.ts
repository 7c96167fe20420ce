import { appNames } from '../../../tools/apps/apps.js';
import type { Failpoint } from './failpoint.js';

export const publishers = {
  module: 'libs/messaging/src/publishing/publisher-registry.js',
  className: 'PublisherRegistry',
};

/** Around what an outbox hands to a broker. */
export const publishingFailpoints: readonly Failpoint[] = [
  {
    name: 'before-publish',
    when: 'with outbox rows claimed and not published',
    apps: appNames,
    ...publishers,
    method: 'publish',
    side: 'before',
  },
  {
    name: 'after-publish',
    when: 'between a publish of the outbox and the removal of its row',
    apps: appNames,
    ...publishers,
    method: 'publish',
    side: 'after',
  },
];
