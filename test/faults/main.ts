import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { runMain } from '../../tools/shared/run-main.js';
import { add, formatSum, nothing, oneFailure, onePassed } from '../../tools/test/sum.js';
import { allFaults, kindsOfFaults } from './faults/catalogue.js';
import { help, readOptions } from './options.js';
import { planFaults } from './plan/plan-faults.js';
import { LineWatcher } from './report/line-watcher.js';
import { describeFaults, describePlan } from './report/print-plan.js';
import { summarize } from './report/summary.js';
import { writeReport } from './report/write-report.js';
import { TableWatcher } from './report/table-watcher.js';
import { isClean } from './run/outcome.js';
import { lossesOf, proveVariant } from './run/prove-variant.js';
import { runFaults } from './run/run-faults.js';
import { aboutVariants, variants } from './variants/variants.js';

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
  const { faults: count, only, orders, seed, sumFile, variant, withLong, withProof } = options;
  const plan = planFaults(kindsOfFaults, { seed, count, only, withLong });
  console.log(describePlan(plan).join('\n'));
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  const watcher = process.stdout.isTTY ? new TableWatcher() : new LineWatcher();
  const { signal } = interrupt;
  const outcome = await runFaults({ plan, orders, variant, watcher, signal });
  console.log(summarize(outcome).join('\n'));
  writeReport(outcome);
  let sum = add(nothing, isClean(outcome) ? onePassed : oneFailure);
  for (const proven of withProof ? variants : []) {
    if (signal.aborted) break;
    console.log(`\nvariant ${proven}: ${aboutVariants[proven]}`);
    const lossy = await proveVariant(proven, seed, watcher, signal);
    console.log(summarize(lossy).join('\n'));
    const losses = lossesOf(lossy);
    console.log(
      losses > 0 ? `it lost, as it must: ${losses}` : 'it lost nothing: is the suite blind?',
    );
    sum = add(sum, losses > 0 ? onePassed : oneFailure);
  }
  if (sumFile === undefined) console.log(formatSum(sum));
  else appendFileSync(sumFile, `${sum.passed} ${sum.failed} ${sum.skipped}\n`);
  if (signal.aborted) return 130;
  return sum.failed > 0 ? 1 : 0;
});
