import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { required } from '../../bench-broker.js';
import type { BareMessage } from './bare-client.js';
import { BareOutbox } from './bare-outbox.js';
import { bullMqClient } from './clients/bullmq.client.js';
import { kafkaClient } from './clients/kafka.client.js';
import { rabbitMqClient } from './clients/rabbitmq.client.js';
import { redisStreamsClient } from './clients/redis-streams.client.js';
import { sqsClient } from './clients/sqs.client.js';
import { hops } from './hops.js';

/**
 * One hop by hand: the inbox row, the effect and the outbox rows of a message in one transaction,
 * with each broker's own client. Nothing is validated, retried, set aside or measured.
 *
 *     node bare-process.js <app>      sends its HTTP port to its parent once it reads
 */
const hop = hops.find(({ name }) => name === process.argv[2])!;
const environment = process.env;
const schema = required(environment, 'RESOURCE_PREFIX') + hop.schema;
const pool = new pg.Pool({
  connectionString: required(environment, 'DATABASE_URL'),
  options: `-c search_path=${schema}`,
});
await pool.query(`create schema ${pg.escapeIdentifier(schema)}`);
await pool.query(`${hop.tables};
  create table inbox (id uuid primary key);
  create table outbox (id bigint primary key generated always as identity, broker text, message jsonb)`);
const clients = {
  kafka: await kafkaClient(environment, hop.name),
  rabbitmq: await rabbitMqClient(environment),
  sqs: await sqsClient(environment),
  bullmq: bullMqClient(environment),
  'redis-streams': redisStreamsClient(environment),
};
const outbox = new BareOutbox(pool, clients);

async function handle({ id, kind, orderId }: BareMessage): Promise<void> {
  const reaction = hop.reactions[kind];
  if (!reaction) return;
  const session = await pool.connect();
  await session.query('begin');
  const { rowCount: isNew } = await session.query({
    name: 'inbox',
    text: 'insert into inbox values ($1) on conflict do nothing',
    values: [id],
  });
  if (isNew) {
    await session.query({ name: kind, text: reaction.effect, values: [orderId] });
    for (const { broker, kind: told } of reaction.tells) {
      const message: BareMessage = { id: randomUUID(), kind: told, orderId };
      await session.query({
        name: 'outbox',
        text: 'insert into outbox (broker, message) values ($1, $2)',
        values: [broker, message],
      });
    }
  }
  await session.query('commit');
  session.release();
  if (reaction.tells.length > 0) outbox.wake();
}

for (const broker of hop.reads) await clients[broker].consume(handle);

const server = createServer(async (request, response) => {
  await json(request);
  const orderId = randomUUID();
  await handle({ id: randomUUID(), kind: 'order.post', orderId });
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ orderId }));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));

// It must not outlive whoever measures it, however that ends.
process.on('disconnect', () => process.exit());
