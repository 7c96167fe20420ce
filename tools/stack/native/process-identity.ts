import { readFileSync } from 'node:fs';
import { errorCode } from '../../shared/error-code.js';

/**
 * Tells a process from a later one that was given the same number: its start, in clock ticks
 * since boot (field 22 of proc_pid_stat(5)), and the boot.
 */
export function startOfProcess(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may itself hold blanks and brackets.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const ticks = fields[18];
  if (state === undefined || ticks === undefined || state === 'Z') return undefined;
  return `${readIfThere('/proc/sys/kernel/random/boot_id')?.trim()}/${ticks}`;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
