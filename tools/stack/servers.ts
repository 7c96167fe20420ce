import type { Server } from './server.js';
import { elasticmq } from './servers/elasticmq.server.js';
import { kafka } from './servers/kafka.server.js';
import { postgres } from './servers/postgres.server.js';
import { rabbitmq } from './servers/rabbitmq.server.js';
import { redis } from './servers/redis.server.js';

/** The servers of the local stack, in the order in which tables show them. */
export const servers: readonly Server[] = [kafka, rabbitmq, elasticmq, redis, postgres];
