export const serverNames = ['kafka', 'rabbitmq', 'elasticmq', 'redis', 'postgres'] as const;

export type ServerName = (typeof serverNames)[number];

/** `idempotency` leads to Redis too, so that leases and queues can be cut off one without the other. */
export const linkNames = [...serverNames, 'idempotency'] as const;

export type LinkName = (typeof linkNames)[number];
