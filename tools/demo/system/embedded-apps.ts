import { Writable } from 'node:stream';
import { EventCatalogue, orderEvents } from '@app/events';
import { HealthModule, HealthServer, PinoLogger } from '@app/observability';
import { startSystem, type RunningSystem } from '@app/testing';
import { eventRoutes } from '@app/topology';
import { kafkaConsumer } from '../../../apps/kafka-consumer/src/kafka-consumer.app.js';
import { orderProducer } from '../../../apps/order-producer/src/order-producer.app.js';
import { rabbitmqWorker } from '../../../apps/rabbitmq-worker/src/rabbitmq-worker.app.js';
import { sqsPoller } from '../../../apps/sqs-poller/src/sqs-poller.app.js';
import { taskWorker } from '../../../apps/task-worker/src/task-worker.app.js';
import { declareTopology } from './declare-topology.js';

const apps = [orderProducer, kafkaConsumer, rabbitmqWorker, sqsPoller, taskWorker];

/** All five apps in this process, on a broker in memory; their HTTP ports are real. */
export function startEmbeddedApps(
  databaseUrl: string,
  ports: 'fixed' | 'free',
  log: (text: string) => void,
): Promise<RunningSystem> {
  // Empty is as good as absent, and then each app has its own default.
  const port = ports === 'fixed' ? '' : '0';
  const environment = {
    DATABASE_URL: databaseUrl,
    PORT: port,
    HEALTH_PORT: port,
    HEALTH_HOST: '127.0.0.1',
    LOG_LEVEL: process.env['LOG_LEVEL'],
    LOG_FORMAT: 'pretty',
  };
  // Nest has one logger in a process: lines of all apps look alike, and go to one file.
  const logger = new PinoLogger({
    app: 'embedded',
    environment,
    destination: logStream(log),
  });
  return startSystem({
    apps,
    catalogue: new EventCatalogue(orderEvents),
    routes: eventRoutes,
    declare: declareTopology,
    environment,
    modulesFor: (app) => [HealthModule.forRoot(app)],
    loggerFor: () => logger,
  });
}

function logStream(log: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      log(chunk.toString());
      done();
    },
  });
}

/** Where each app answers health checks. */
export function healthAddresses(system: RunningSystem): [app: string, address: string][] {
  return apps.map(({ name }) => {
    const { port } = system.app(name).get(HealthServer, { strict: false });
    return [name, `http://127.0.0.1:${port}`];
  });
}

/** Base address of the order API. */
export function apiAddress(system: RunningSystem): Promise<string> {
  return system.app(orderProducer.name).getUrl();
}
