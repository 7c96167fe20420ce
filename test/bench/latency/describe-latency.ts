import { appNames } from '../../../tools/apps/apps.js';
import { formatTable } from '../../../tools/stack/format-table.js';
import { median } from '../report.js';
import type { Latency, Round } from './latency.js';

/** The figures that the project holds itself to, on two cores. */
const targets = new Map([
  [20, 'p50 ≤ 60, p99 ≤ 200'],
  [100, 'p99 ≤ 500'],
]);

/** A line for each rate, with both systems and their ratio; then what each app takes. */
export function describeLatency(rounds: readonly Round[]): string[] {
  const rates = rounds[0]!.ours.map(({ perSecond }) => perSecond);
  const rows = rates.map((perSecond, rate) => {
    const compared = (figure: (of: Latency) => number) => {
      const of = (name: keyof Round) => rounds.map((round) => figure(round[name][rate]!));
      const [ours, bare] = [of('ours'), of('bare')];
      const ratio = median(ours.map((own, round) => own / bare[round]!));
      return [median(ours).toFixed(0), median(bare).toFixed(0), ratio.toFixed(2)];
    };
    return [
      `${perSecond}`,
      ...compared(({ p50Ms }) => p50Ms),
      ...compared(({ p99Ms }) => p99Ms),
      ...compared(({ cpuMs }) => cpuMs),
      targets.get(perSecond) ?? '',
    ];
  });
  const heading = ['orders/s', 'p50 ms', 'bare', 'ratio', 'p99 ms', 'bare', 'ratio'];
  return [
    ...formatTable([...heading, 'CPU ms an order', 'bare', 'ratio', 'target'], rows),
    '',
    ...describeApps(rounds, rates.at(-1)!),
  ];
}

/** At the last rate. */
function describeApps(rounds: readonly Round[], perSecond: number): string[] {
  const rows = appNames.map((name) => {
    const cpuMs = (of: keyof Round) =>
      median(rounds.map((round) => round[of].at(-1)!.cpuMsOf.get(name)!)).toFixed(1);
    return [name, cpuMs('ours'), cpuMs('bare')];
  });
  return formatTable([`at ${perSecond}/s`, 'CPU ms an order', 'bare'], rows);
}
