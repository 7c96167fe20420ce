import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Progress } from '../../tools/shared/progress.js';
import { runMain } from '../../tools/shared/run-main.js';
import { ToolError } from '../../tools/shared/tool.error.js';
import { stackEnvironment } from '../../tools/stack/environment.js';
import { formatTable } from '../../tools/stack/format-table.js';
import { isStackUp } from '../../tools/stack/is-stack-up.js';
import { brokers } from './brokers.js';
import { help } from './help.js';
import { kafkaBench } from './raw/kafka.side.js';
import { rabbitMqBench } from './raw/rabbitmq.side.js';
import { runLedger } from './ledger/run-ledger.js';
import { heading, report } from './report.js';
import { runOverhead } from './overhead/run-overhead.js';
import { runLatency } from './latency/run-latency.js';
import { runBench } from './run-bench.js';

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
  const [what, ...rest] = positionals;
  const benches: Record<string, (say: Say) => Promise<readonly string[]>> = {
    latency: (say) => runLatency(readRates(rest), rounds, say),
    overhead: (say) =>
      runOverhead(rest.length > 0 ? rest.map(named) : [kafkaBench, rabbitMqBench], rounds, say),
    ledger: (say) => runLedger(stackEnvironment(), { rows, pages: 200 }, say),
  };
  const compare = (say: Say) => compareBrokers(positionals.map(named), rounds, say);
  const bench = benches[what ?? ''] ?? compare;
  if (!isStackUp()) {
    throw new ToolError('STACK_UNAVAILABLE', 'No stack is up. Start one: npm run stack:up');
  }
  const progress = new Progress();
  const lines = await bench((text) => progress.say(text));
  console.log(`\n${lines.join('\n')}`);
  return 0;
});

type Say = (text: string) => void;

async function compareBrokers(chosen: typeof brokers, rounds: number, say: Say) {
  const table: string[][] = [];
  for (const broker of chosen.length > 0 ? chosen : brokers) {
    const results = await runBench(broker, stackEnvironment(), rounds, (round) =>
      say(`${broker.name}: round ${round} of ${rounds}, ${broker.messages} messages`),
    );
    table.push(report(broker.name, results));
  }
  return formatTable(heading, table);
}

/** Orders a second, of what follows `latency`. */
function readRates(texts: readonly string[]): readonly number[] {
  const rates = texts.map(Number);
  if (rates.every((rate) => Number.isInteger(rate) && rate > 0)) {
    return rates.length > 0 ? rates : [20, 100];
  }
  throw new ToolError('USAGE', `latency takes whole numbers of orders a second, not ${texts}.`);
}

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
