/**
 * What `test:all` runs: a fault of each kind that has found most. Named, so that a fault which is
 * added or renamed elsewhere changes nothing here unnoticed.
 */
export const smallPlan = [
  'kill-kafka-consumer-after-effect',
  'kill-rabbitmq-worker-after-charge',
  'kill-sqs-poller-before-sqs-delete',
  'zombie-task-worker',
  'terminate-order-producer',
  'poison',
  'kill-dead-letter-admin-after-record',
  'kill-replay-after-replay-publish',
  'kill-rabbitmq',
  'crash-postgres',
  'cut-answers-postgres',
  'duplicate-storm-payments',
] as const;
