import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { runMain } from '../../tools/shared/run-main.js';
import { ToolError } from '../../tools/shared/tool.error.js';
import { help } from './help.js';
import { kinds } from './kinds.js';
import { runBreak } from './run-break.js';

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
