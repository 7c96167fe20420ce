import 'reflect-metadata';
import { appendFileSync } from 'node:fs';
import { runMain } from '../../tools/shared/run-main.js';
import { Progress } from '../../tools/shared/progress.js';
import { add, formatSum, nothing, oneFailure, onePassed } from '../../tools/test/sum.js';
import { allFaults, kindsOfFaults } from './faults/catalogue.js';
import { help } from './help.js';
import { readOptions, type FaultsOptions } from './options.js';
import { planFaults, planNamed } from './plan/plan-faults.js';
import { smallPlan } from './plan/small-plan.js';
import { LineWatcher } from './report/line-watcher.js';
import { describeFaults, describePlan } from './report/print-plan.js';
import { summarize } from './report/summary.js';
import { writeReport } from './report/write-report.js';
import { TableWatcher } from './report/table-watcher.js';
import { currentCommit } from './run/current-commit.js';
import { isClean, type Outcome } from './run/outcome.js';
import { lossesOf, proveVariant } from './run/prove-variant.js';
import { runFaults } from './run/run-faults.js';
import { Soak } from './run/soak.js';
import type { Watcher } from './run/watcher.js';
import { faultsFolder } from './stack/fault-stack.js';
import { Ground } from './stack/ground.js';
import { aboutVariants } from './variants/variants.js';

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
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  const { signal } = interrupt;
  const watcher = process.stdout.isTTY ? new TableWatcher() : new LineWatcher();
  const sum = options.isSoak
    ? await soak(options, watcher, signal)
    : await onGround(watcher, (ground) => runOnce(ground, options, watcher, signal));
  if (options.sumFile === undefined) console.log(formatSum(sum));
  else appendFileSync(options.sumFile, `${sum.passed} ${sum.failed} ${sum.skipped}\n`);
  if (signal.aborted) return 130;
  return sum.failed > 0 ? 1 : 0;
});

async function onGround<T>(watcher: Watcher, work: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await Ground.open(new Progress((line) => watcher.say(line)));
  try {
    return await work(ground);
  } finally {
    await ground.close();
  }
}

/** One plan, and then the variants that have to lose. */
async function runOnce(
  ground: Ground,
  options: FaultsOptions,
  watcher: Watcher,
  signal: AbortSignal,
) {
  const { seed, proof } = options;
  const outcome = await runPlan(ground, options, seed, watcher, signal);
  let sum = add(nothing, isClean(outcome) ? onePassed : oneFailure);
  for (const proven of proof) {
    if (signal.aborted) break;
    console.log(`\nvariant ${proven}: ${aboutVariants[proven]}`);
    const lossy = await proveVariant(ground, proven, seed, watcher, signal);
    report(lossy);
    const losses = lossesOf(lossy);
    console.log(
      losses > 0 ? `it lost, as it must: ${losses}` : 'it lost nothing: is the suite blind?',
    );
    sum = add(sum, losses > 0 ? onePassed : oneFailure);
  }
  return sum;
}

async function runPlan(
  ground: Ground,
  { faults: count, isSmall, only, orders, variant, withLong }: FaultsOptions,
  seed: number,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<Outcome> {
  const plan = isSmall
    ? planNamed(allFaults, smallPlan, seed)
    : planFaults(kindsOfFaults, { seed, count, only, withLong });
  console.log(describePlan(plan).join('\n'));
  const prefix = variant === undefined ? 'faults_' : `${variant.replaceAll('-', '')}_`;
  const outcome = await runFaults(ground, { plan, orders, prefix, variant, watcher, signal });
  report(outcome);
  return outcome;
}

function report(outcome: Outcome): void {
  console.log(summarize(outcome).join('\n'));
  writeReport(outcome);
}

/** Round after round, each on new servers, from where an earlier process stopped. */
async function soak(options: FaultsOptions, watcher: Watcher, signal: AbortSignal) {
  const all = new Soak(faultsFolder, options.seed, currentCommit());
  console.log(`--soak --seed ${options.seed} goes on from round ${all.done.length}`);
  while (!all.isOver && !signal.aborted) {
    const outcome = await onGround(watcher, (ground) =>
      runPlan(ground, options, all.nextSeed, watcher, signal),
    );
    // A round that was cut short is run again.
    if (!signal.aborted) all.add(outcome);
  }
  console.log(all.describe().join('\n'));
  const clean = all.done.map((outcome) => (isClean(outcome) ? onePassed : oneFailure));
  return clean.reduce(add, nothing);
}
