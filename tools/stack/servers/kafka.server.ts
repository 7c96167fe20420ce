import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { runCommand } from '../../shared/run-command.js';
import { packagesForJars } from '../native/java.js';
import { downloadJars, hasJars, jarFolder } from '../native/maven-jars.js';
import { probeKafka } from '../probes/kafka.probe.js';
import type { Place } from '../native/native-server.js';
import type { Server } from '../server.js';

const version = '4.1.1';
const jars = {
  name: `kafka-${version}`,
  artifacts: [
    `org.apache.kafka:kafka_2.13:${version}`,
    `org.apache.kafka:kafka-tools:${version}`,
    'org.slf4j:slf4j-simple:1.7.36',
  ],
} as const;

export const kafka: Server = {
  name: 'kafka',
  title: 'Apache Kafka',
  variables: ['KAFKA_BROKERS'],
  defaultPort: 9092,
  environment: (port) => ({
    KAFKA_BROKERS: `127.0.0.1:${port}`,
    // One node can hold one copy.
    KAFKA_REPLICATION_FACTOR: '1',
    KAFKA_MIN_INSYNC_REPLICAS: '1',
  }),
  probe: probeKafka,
  native: {
    version,
    missingPackages: () => packagesForJars(jars),
    async install({ say }) {
      if (hasJars(jars)) return;
      say(`fetching Apache Kafka ${version} (54 MB of jars, by Maven)`);
      await downloadJars(jars);
    },
    async prepare(place) {
      const properties = path.join(place.folder, 'server.properties');
      mkdirSync(place.folder, { recursive: true });
      writeFileSync(properties, await serverProperties(place));
      await formatOnce(place.folder, properties);
      return [{ role: 'kafka', program: 'java', args: [...java(), 'kafka.Kafka', properties] }];
    },
  },
};

function java(): string[] {
  // The first compiler stage alone starts faster, which is what a stack for development needs.
  const machine = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'];
  const log = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  return [...machine, log, '-cp', path.join(jarFolder(jars), '*')];
}

async function formatOnce(folder: string, properties: string): Promise<void> {
  if (existsSync(path.join(folder, 'data', 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  await runCommand('java', [...java(), ...format]);
}

async function serverProperties(place: Place): Promise<string> {
  const { folder, port, advertisedPort, findPort } = place;
  const controllerPort = await findPort(port + 1);
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': path.join(folder, 'data'),
    'auto.create.topics.enable': false,
    // One node can hold one copy.
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    // A single consumer need not wait for others to join its group.
    'group.initial.rebalance.delay.ms': 0,
    // After a kill the controller waits for the dead broker's session: 4 s instead of 12.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 500,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
