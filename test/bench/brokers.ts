import { bullMqBench } from './raw/bullmq.side.js';
import { kafkaBench } from './raw/kafka.side.js';
import { rabbitMqBench } from './raw/rabbitmq.side.js';
import { redisStreamsBench } from './raw/redis-streams.side.js';
import { sqsBench } from './raw/sqs.side.js';

export const brokers = [kafkaBench, rabbitMqBench, sqsBench, bullMqBench, redisStreamsBench];
