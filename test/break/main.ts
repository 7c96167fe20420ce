import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { runMain } from '../../tools/shared/run-main.js';
import { ToolError } from '../../tools/shared/tool.error.js';
import { aboutKinds, kinds } from './kinds.js';
import { runBreak } from './run-break.js';

const help = `Breaks this code and, beside it, the pattern of the books (SET NX before the work, ack, direct
publishing) with the same orders and the same faults, and counts what is right in the end.

${kinds.map((kind) => `  npm run break -- ${kind.padEnd(10)}${aboutKinds[kind]}`).join('\n')}

  --orders 200     at 4 a second
  --seed 1         what the faults draw their numbers from

Exit code: 0 where this code lost and doubled nothing, 1 where it did, 130 where it was interrupted.
Linux only: it starts and kills servers of its own (.stack/faults), as npm run test:faults does.`;

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      orders: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const kind = kinds.find((it) => it === positionals[0]);
  const [orders, seed] = [Number(values.orders), Number(values.seed)];
  if (!kind || !Number.isInteger(orders) || !Number.isInteger(seed)) {
    throw new ToolError('USAGE', help);
  }
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  const isRight = await runBreak({ kind, orders, seed, signal: interrupt.signal });
  if (isRight === undefined) return 130;
  return isRight ? 0 : 1;
});
