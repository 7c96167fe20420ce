import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Progress } from '../../tools/shared/progress.js';
import { runMain } from '../../tools/shared/run-main.js';
import { ToolError } from '../../tools/shared/tool.error.js';
import { stackEnvironment } from '../../tools/stack/environment.js';
import { formatTable } from '../../tools/stack/format-table.js';
import { isStackUp } from '../../tools/stack/is-stack-up.js';
import { bullMqBench } from './raw/bullmq.side.js';
import { kafkaBench } from './raw/kafka.side.js';
import { rabbitMqBench } from './raw/rabbitmq.side.js';
import { redisStreamsBench } from './raw/redis-streams.side.js';
import { sqsBench } from './raw/sqs.side.js';
import { heading, report } from './report.js';
import { runLatency } from './latency/run-latency.js';
import { runBench } from './run-bench.js';

const brokers = [kafkaBench, rabbitMqBench, sqsBench, bullMqBench, redisStreamsBench];

const help = `Compares the starter with each broker's own client, on the stack that is up.

  npm run bench                      all brokers: ${brokers.map(({ name }) => name).join(', ')}
  npm run bench -- kafka sqs         these
  npm run bench -- --rounds 5        more rounds (3)
  npm run bench -- latency           POST to completed at 20 and 100 orders a second, all apps
  npm run bench -- latency 50        the same at another rate

Events of about 500 bytes. Both sides run in turn in one process; the ratio is ours to the raw
client's, the median of the rounds. The raw side neither validates, retries nor sets aside.`;

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new ToolError('USAGE', `--rounds takes a number from 1, not ${values.rounds}.`);
  }
  const isLatency = positionals.includes('latency');
  const rates = isLatency ? readRates(positionals) : [];
  const chosen = isLatency ? [] : positionals.length === 0 ? brokers : positionals.map(named);
  if (!isStackUp()) {
    throw new ToolError('STACK_UNAVAILABLE', 'No stack is up. Start one: npm run stack:up');
  }
  const stack = stackEnvironment();
  const progress = new Progress();
  if (isLatency) {
    const lines = await runLatency(rates, (text) => progress.say(text));
    console.log(lines.join('\n'));
    return 0;
  }
  const rows: string[][] = [];
  for (const broker of chosen) {
    const results = await runBench(broker, stack, rounds, (round) => {
      progress.say(`${broker.name}: round ${round} of ${rounds}, ${broker.messages} messages`);
    });
    rows.push(report(broker.name, results));
  }
  console.log(`\n${formatTable(heading, rows).join('\n')}`);
  return 0;
});

/** Orders a second, of what follows `latency`. */
function readRates([, ...texts]: readonly string[]): readonly number[] {
  const rates = texts.map(Number);
  if (rates.every((rate) => Number.isInteger(rate) && rate > 0)) {
    return rates.length > 0 ? rates : [20, 100];
  }
  throw new ToolError('USAGE', `latency takes whole numbers of orders a second, not ${texts}.`);
}

function named(name: string) {
  const broker = brokers.find((it) => it.name === name);
  if (!broker) throw new ToolError('USAGE', `There is no broker ${name}.\n\n${help}`);
  return broker;
}
