import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../run/outcome.js';
import { faultsFolder } from '../stack/fault-stack.js';

/** Everything that a run found, as JSON: `.stack/faults/report-<seed>.json`. */
export function writeReport(outcome: Outcome): void {
  mkdirSync(faultsFolder, { recursive: true });
  const name = [outcome.seed, outcome.variant].filter((part) => part !== undefined).join('-');
  const file = path.join(faultsFolder, `report-${name}.json`);
  writeFileSync(file, `${JSON.stringify(outcome, undefined, 2)}\n`);
  console.log(`report: ${file}`);
}
