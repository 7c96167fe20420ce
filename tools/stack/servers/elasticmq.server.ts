import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packagesForJars } from '../native/java.js';
import { downloadJars, hasJars, jarFolder } from '../native/maven-jars.js';
import { probeSqs } from '../probes/sqs.probe.js';
import type { Place } from '../native/native-server.js';
import type { Server } from '../server.js';

const version = '1.7.1';
const jars = {
  name: `elasticmq-${version}`,
  artifacts: [`org.elasticmq:elasticmq-server_2.13:${version}`],
} as const;

/** Speaks the protocol of Amazon SQS. */
export const elasticmq: Server = {
  name: 'elasticmq',
  title: 'ElasticMQ (SQS)',
  variables: ['SQS_ENDPOINT'],
  defaultPort: 9324,
  environment: (port) => ({ SQS_ENDPOINT: `http://127.0.0.1:${port}` }),
  probe: probeSqs,
  native: {
    version,
    missingPackages: () => packagesForJars(jars),
    async install({ say }) {
      if (hasJars(jars)) return;
      say(`fetching ElasticMQ ${version} (37 MB of jars, by Maven)`);
      await downloadJars(jars);
    },
    async prepare(place) {
      const configuration = path.join(place.folder, 'elasticmq.conf');
      mkdirSync(place.folder, { recursive: true });
      writeFileSync(configuration, serverConfiguration(place));
      const main = [`-Dconfig.file=${configuration}`, 'org.elasticmq.server.Main'];
      return [{ role: 'elasticmq', program: 'java', args: [...machine(), ...main] }];
    },
  },
};

function machine(): string[] {
  // The first compiler stage alone starts faster, which is what a stack for development needs.
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m'];
  return [...flags, '-cp', path.join(jarFolder(jars), '*')];
}

/** In HOCON, whose quoted texts are JSON's. */
function serverConfiguration({ folder, port, advertisedPort }: Place): string {
  // Without WRITE_DELAY=0 the database forgets confirmed messages when the process is killed.
  const database = `jdbc:h2:${path.join(folder, 'messages')};WRITE_DELAY=0`;
  const settings = {
    // What queue URLs begin with.
    'node-address': {
      protocol: 'http',
      host: '127.0.0.1',
      port: advertisedPort,
      'context-path': '',
    },
    'rest-sqs': {
      enabled: true,
      'bind-hostname': '127.0.0.1',
      'bind-port': port,
      'sqs-limits': 'strict',
    },
    'rest-stats': { enabled: false },
    'messages-storage': {
      enabled: true,
      'driver-class': 'org.h2.Driver',
      uri: database,
      username: '',
      password: '',
      'prune-data-on-init': false,
    },
    'queues-storage': { enabled: true, path: path.join(folder, 'queues.conf') },
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `include classpath("application.conf")\n${lines.join('\n')}\n`;
}
