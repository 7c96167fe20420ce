import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain } from '../shared/run-main.js';
import { runFaultSuite } from './fault-suite.js';
import { help } from './help.js';
import { runTests } from './run-tests.js';
import { select } from './selection.js';
import { add, formatSum } from './sum.js';

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      rest: { type: 'boolean' },
      only: { type: 'string' },
      'sum-file': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const selection = select(values.only, values.rest ? 'rest' : values.all ? 'all' : 'short');
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  const ofJest = await runTests(selection, positionals, interrupt.signal);
  const hasFaults = selection.faultSuite && positionals.length === 0 && !interrupt.signal.aborted;
  const sum = hasFaults ? add(ofJest, await runFaultSuite(interrupt.signal)) : ofJest;
  const ranNothing = sum.passed + sum.failed === 0 && !selection.mayBeEmpty;
  if (ranNothing) console.error('No test ran: that is a failure too.');
  const sumFile = values['sum-file'];
  if (sumFile === undefined) console.log(formatSum(sum));
  else appendFileSync(sumFile, `${sum.passed} ${sum.failed} ${sum.skipped}\n`);
  if (interrupt.signal.aborted) return 130;
  return sum.failed > 0 || ranNothing ? 1 : 0;
});
