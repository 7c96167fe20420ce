import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { runMain } from '../../tools/shared/run-main.js';
import { allFaults, kindsOfFaults } from './faults/catalogue.js';
import { help, readOptions } from './options.js';
import { planFaults } from './plan/plan-faults.js';
import { LineWatcher } from './report/line-watcher.js';
import { describeFaults, describePlan } from './report/print-plan.js';
import { summarize } from './report/summary.js';
import { TableWatcher } from './report/table-watcher.js';
import { isClean } from './run/outcome.js';
import { runFaults } from './run/run-faults.js';

await runMain(async (args) => {
  const options = readOptions(args);
  if (options.action === 'help') {
    console.log(help);
    return 0;
  }
  if (options.action === 'list') {
    console.log(describeFaults(allFaults).join('\n'));
    return 0;
  }
  const { faults: count, only, orders, seed, sumFile, variant, withLong } = options;
  const plan = planFaults(kindsOfFaults, { seed, count, only, withLong });
  console.log(describePlan(plan).join('\n'));
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  const watcher = process.stdout.isTTY ? new TableWatcher() : new LineWatcher();
  const outcome = await runFaults({ plan, orders, variant, watcher, signal: interrupt.signal });
  console.log(summarize(outcome).join('\n'));
  const clean = isClean(outcome);
  if (sumFile === undefined) console.log(clean ? '1 passed, 0 failed' : '0 passed, 1 failed');
  else appendFileSync(sumFile, clean ? '1 0 0\n' : '0 1 0\n');
  return clean ? 0 : 1;
});
