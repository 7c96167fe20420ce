import { readFileSync } from 'node:fs';

/** What `getconf CLK_TCK` says on every Linux that Node supports. */
const ticksPerSecond = 100;
const userTime = 13;
const systemTime = 14;

/**
 * Seconds of processor time that a process has used so far (proc(5), `/proc/<pid>/stat`).
 * @returns undefined where the system doesn't tell: it isn't Linux, or the process is gone
 */
export function cpuSeconds(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name, in parentheses, and may hold blanks.
    const fields = ['', '', ...stat.slice(stat.lastIndexOf(')') + 2).split(' ')];
    return (Number(fields[userTime]) + Number(fields[systemTime])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
