import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Progress } from '../shared/progress.js';
import { runMain } from '../shared/run-main.js';
import { ToolError } from '../shared/tool.error.js';
import { stackEnvironment } from '../stack/environment.js';
import { formatTable } from '../stack/format-table.js';
import { isStackUp } from '../stack/is-stack-up.js';
import { bullMqBench } from './raw/bullmq.side.js';
import { kafkaBench } from './raw/kafka.side.js';
import { rabbitMqBench } from './raw/rabbitmq.side.js';
import { redisStreamsBench } from './raw/redis-streams.side.js';
import { sqsBench } from './raw/sqs.side.js';
import { runLedger } from './ledger/run-ledger.js';
import { heading, report } from './report.js';
import { runLatency } from './latency/run-latency.js';
import { runBench } from './run-bench.js';

const brokers = [kafkaBench, rabbitMqBench, sqsBench, bullMqBench, redisStreamsBench];

const help = `Compares the starter with each broker's own client, on the stack that is up.

  npm run bench                      all brokers: ${brokers.map(({ name }) => name).join(', ')}
  npm run bench -- kafka sqs         these
  npm run bench -- --rounds 5        more rounds (3)
  npm run bench -- latency           POST to completed at 20 and 100 orders a second, all apps
  npm run bench -- ledger            pages of the ledger's list among 1,000,000 rows (--rows)

Events of about 500 bytes. Both sides run in turn in one process; the ratio is ours to the raw
client's, the median of the rounds. The raw side neither validates, retries nor sets aside.`;

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      rows: { type: 'string', default: '1000000' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const rounds = readCount('--rounds', values.rounds);
  const rows = readCount('--rows', values.rows);
  const isLatency = positionals.includes('latency');
  const isLedger = positionals.includes('ledger');
  const chosen =
    isLatency || isLedger ? [] : positionals.length === 0 ? brokers : positionals.map(named);
  if (!isStackUp()) {
    throw new ToolError('STACK_UNAVAILABLE', 'No stack is up. Start one: npm run stack:up');
  }
  const stack = stackEnvironment();
  const progress = new Progress();
  if (isLatency) {
    const lines = await runLatency([20, 100], (text) => progress.say(text));
    console.log(lines.join('\n'));
    return 0;
  }
  if (isLedger) {
    const lines = await runLedger(stack, { rows, pages: 200 }, (text) => progress.say(text));
    console.log(`\n${lines.join('\n')}`);
    return 0;
  }
  const table: string[][] = [];
  for (const broker of chosen) {
    const results = await runBench(broker, stack, rounds, (round) => {
      progress.say(`${broker.name}: round ${round} of ${rounds}, ${broker.messages} messages`);
    });
    table.push(report(broker.name, results));
  }
  console.log(`\n${formatTable(heading, table).join('\n')}`);
  return 0;
});

function readCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new ToolError('USAGE', `${option} takes a number from 1, not ${text}.`);
}

function named(name: string) {
  const broker = brokers.find((it) => it.name === name);
  if (!broker) throw new ToolError('USAGE', `There is no broker ${name}.\n\n${help}`);
  return broker;
}
