import { readFileSync } from 'node:fs';
import { appNames, type AppName } from '../../../tools/apps/apps.js';
import type { FaultSystem } from './fault-system.js';

const everyMs = 500;

/** The most memory that each app was seen to have, resident. */
export class MemoryWatch {
  private readonly peaks = new Map<AppName, number>();
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly system: Pick<FaultSystem, 'app'>) {
    this.timer = setInterval(() => this.look(), everyMs);
  }

  static start(system: Pick<FaultSystem, 'app'>): MemoryWatch {
    return new MemoryWatch(system);
  }

  get mostMegabytes(): number {
    return Math.max(0, ...this.peaks.values());
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** `kafka-consumer 180 MB, …` */
  describe(): string {
    return [...this.peaks].map(([name, peak]) => `${name} ${peak.toFixed(0)} MB`).join(', ');
  }

  private look(): void {
    for (const name of appNames) {
      const { pid } = this.system.app(name).process;
      const megabytes = pid === undefined ? 0 : residentMegabytes(pid);
      this.peaks.set(name, Math.max(megabytes, this.peaks.get(name) ?? 0));
    }
  }
}

/** 0 for a process that is about to end. */
function residentMegabytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
