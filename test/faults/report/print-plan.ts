import type { Fault } from '../faults/fault.js';
import type { Plan } from '../plan/plan-faults.js';

export function describePlan({ lanes, seconds, seed }: Plan): string[] {
  const names = (lane: keyof Plan['lanes']) =>
    lanes[lane].map(({ fault }) => fault.name).join(', ');
  return [
    `seed ${seed}; repeat it with --seed ${seed}; about ${Math.ceil(seconds / 60)} min of faults`,
    `  to apps: ${names('process') || 'none'}`,
    `  to servers: ${names('server') || 'none'}`,
  ];
}

export function describeFaults(faults: readonly Fault[]): string[] {
  const width = Math.max(...faults.map(({ name }) => name.length));
  return faults.map(({ name, about }) => `${name.padEnd(width)}  ${about}`);
}
