import type { Labels, Sample } from './metric.js';

/** One series of a counter. Whoever counts often keeps it. */
export interface Series extends Sample {
  value: number;
}

/** Counts by labels. */
export class Counter {
  private readonly series = new Map<string, Series>();

  /** The same one for the same labels. */
  of(labels: Labels): Series {
    const key = JSON.stringify(labels);
    let series = this.series.get(key);
    if (!series) {
      series = { labels, value: 0 };
      this.series.set(key, series);
    }
    return series;
  }

  all(): Iterable<Sample> {
    return this.series.values();
  }
}
