import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isExecutable } from '../native/java.js';
import { probeRabbitMq } from '../probes/rabbitmq.probe.js';
import type { Launch, Place } from '../native/native-server.js';
import type { Server } from '../server.js';

/** The script proper: the one on the PATH writes to the system's own log folder. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const rabbitmq: Server = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  variables: ['RABBITMQ_URL'],
  defaultPort: 5672,
  environment: (port) => ({ RABBITMQ_URL: `amqp://guest:guest@127.0.0.1:${port}` }),
  probe: probeRabbitMq,
  native: {
    missingPackages: async () => (isExecutable(program) ? [] : ['rabbitmq-server']),
    runAs: 'rabbitmq',
    async prepare(place) {
      const portMapper = await place.findPort(4369);
      const distribution = await place.findPort(25_672);
      writeFileSync(configFile(place), configuration(place));
      writeFileSync(path.join(place.folder, 'enabled_plugins'), '[].\n');
      return [
        launchPortMapper(place, portMapper),
        {
          role: 'rabbitmq',
          program,
          args: [],
          cwd: place.folder,
          env: { ...environment(place, portMapper), RABBITMQ_DIST_PORT: `${distribution}` },
        },
      ];
    },
  },
};

/** Erlang's epmd: one of our own, so that the system's is neither needed nor left behind. */
function launchPortMapper(place: Place, port: number): Launch {
  return {
    role: 'epmd',
    program: 'epmd',
    args: ['-address', '127.0.0.1', '-port', `${port}`],
    cwd: place.folder,
    env: environment(place, port),
  };
}

function environment({ folder }: Place, portMapper: number): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    // The cookie that Erlang nodes know each other by is kept in the home folder.
    HOME: folder,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: `${portMapper}`,
    // Makes the script become the server instead of waiting beside it.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_NODENAME: 'stack@localhost',
    RABBITMQ_CONF_ENV_FILE: path.join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: path.join(folder, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
    RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_PID_FILE: path.join(folder, 'pid'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none',
  };
}

function configFile(place: Place): string {
  return path.join(place.folder, 'rabbitmq.conf');
}

function configuration(place: Place): string {
  return [
    `listeners.tcp.default = 127.0.0.1:${place.port}`,
    'log.console.level = warning',
    'disk_free_limit.absolute = 50MB',
    '',
  ].join('\n');
}
