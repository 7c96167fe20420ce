import { ChangeNotice } from '@app/messaging';
import type { HeldEntry } from './held-entry.js';

const LIMIT = { entries: 500, bytes: 16 * 1024 * 1024 };

/** The entries that we hold: running, waiting for their turn, or finished and not acknowledged yet. */
export class EntryWindow {
  private readonly held = new Map<string, HeldEntry>();
  private readonly change = new ChangeNotice();
  private bytes = 0;

  constructor(private readonly limit = LIMIT) {}

  /** How many more may be taken. A read overshoots the limit of bytes, but by itself only. */
  get room(): number {
    return this.bytes < this.limit.bytes ? Math.max(0, this.limit.entries - this.held.size) : 0;
  }

  has(id: string): boolean {
    return this.held.has(id);
  }

  get(id: string): HeldEntry | undefined {
    return this.held.get(id);
  }

  all(): HeldEntry[] {
    return [...this.held.values()];
  }

  add(entry: HeldEntry): void {
    this.held.set(entry.id, entry);
    this.bytes += entry.sizeBytes;
  }

  /** Does nothing where the entry was taken anew meanwhile. */
  remove(entry: HeldEntry): void {
    if (this.held.get(entry.id) !== entry) return;
    this.held.delete(entry.id);
    this.bytes -= entry.sizeBytes;
    if (this.room > 0) this.change.give();
  }

  /** Resolves when there is room, or `signal` is aborted. */
  async hasRoom(signal: AbortSignal): Promise<void> {
    if (this.room <= 0) await this.change.next(signal);
  }
}
