import { parseArgs } from 'node:util';
import { runMain } from '../shared/run-main.js';
import { ToolError } from '../shared/tool.error.js';
import { stopStack } from './down.js';
import type { Mode } from './stack-state.js';
import { printStatus } from './status.js';
import { planStack } from './up.js';

const help = `The servers that the apps and tests need: Kafka, RabbitMQ, PostgreSQL, Redis, SQS (ElasticMQ).

  npm run stack:up                  start them, or repair what is broken
  npm run stack:up -- --external    use the servers of KAFKA_BROKERS, RABBITMQ_URL, DATABASE_URL, …
  npm run stack:up -- --docker      start those of docker-compose.yml, in containers of their own
  npm run stack:up -- --native      install and start them on this machine (Debian)
  npm run stack:down [-- --wipe]    end what stack:up started; --wipe deletes its data too
  npm run stack:status              server, version, address, health

Without a mode: external if the environment gives all addresses, else Docker if an engine
answers, else native. State, data and logs are in .stack.`;

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      external: { type: 'boolean' },
      docker: { type: 'boolean' },
      native: { type: 'boolean' },
      wipe: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command] = positionals;
  if (values.help || command === undefined) {
    console.log(help);
    return 0;
  }
  switch (command) {
    case 'up': {
      const start = await planStack(modeIn(values));
      await start();
      return (await printStatus()) ? 0 : 1;
    }
    case 'down':
      await stopStack(values.wipe);
      return 0;
    case 'status':
      return (await printStatus()) ? 0 : 1;
    default:
      throw new ToolError('USAGE', `There is no command ${command}.\n\n${help}`);
  }
});

function modeIn(values: Partial<Record<Mode, boolean>>): Mode | undefined {
  const demanded = (['external', 'docker', 'native'] as const).filter((mode) => values[mode]);
  if (demanded.length > 1) throw new ToolError('USAGE', 'Give one mode at most.');
  return demanded[0];
}
