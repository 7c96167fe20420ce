interface Slice {
  readonly startMs: number;
  total: number;
  failed: number;
}

const SLICES = 10;

/** How many of the latest attempts failed. Time goes by in slices, so that memory doesn't grow. */
export class FailureWindow {
  private slices: Slice[] = [];
  private readonly sliceMs: number;

  constructor(private readonly windowMs: number) {
    this.sliceMs = windowMs / SLICES;
  }

  add(hasFailed: boolean, nowMs: number): void {
    const slice = this.sliceAt(nowMs);
    slice.total += 1;
    if (hasFailed) slice.failed += 1;
  }

  count(nowMs: number): { total: number; failed: number } {
    this.forget(nowMs);
    let [total, failed] = [0, 0];
    for (const slice of this.slices) {
      total += slice.total;
      failed += slice.failed;
    }
    return { total, failed };
  }

  clear(): void {
    this.slices = [];
  }

  private sliceAt(nowMs: number): Slice {
    const last = this.slices.at(-1);
    if (last && nowMs < last.startMs + this.sliceMs) return last;
    this.forget(nowMs);
    const slice = { startMs: nowMs, total: 0, failed: 0 };
    this.slices.push(slice);
    return slice;
  }

  private forget(nowMs: number): void {
    const oldestMs = nowMs - this.windowMs;
    while (this.slices[0] && this.slices[0].startMs <= oldestMs) this.slices.shift();
  }
}
