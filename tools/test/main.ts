import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMain } from '../shared/run-main.js';
import { runFaultSuite } from './fault-suite.js';
import { runTests } from './run-tests.js';
import { select } from './selection.js';
import { add, formatSum } from './sum.js';

const help = `Runs the tests; brings up the servers that they need and ends them again.

  npm test                        unit, story, contract and end-to-end tests: minutes
  npm run test:all                long suites (*.full.spec.ts) and ten faults under load too
  npm run test:all -- --rest      those alone
  npm run test:contract           one kind: test:unit, test:story, test:contract, test:e2e
  npm test -- -- -t 'redelivers'  what follows the second -- goes to jest

  --sum-file <file>               append the sum to a file instead of closing with it

Closes with one line: N passed, N failed.`;

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
