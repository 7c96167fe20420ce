import { Injectable } from '@nestjs/common';
import { Counter } from './counter.js';
import type { Metric, Sample } from './metric.js';

interface Source {
  readonly metric: Metric;
  readonly reads: (() => Iterable<Sample>)[];
}

/**
 * Where the parts of an app announce their numbers. They are read when somebody asks, so that the
 * work itself pays for no more than adding to one.
 */
@Injectable()
export class MetricRegistry {
  private readonly sources = new Map<string, Source>();
  private readonly counters = new Map<string, Counter>();

  /** @param read what is known at the moment; it must not ask a server. Called at each scrape. */
  add(metric: Metric, read: () => Iterable<Sample>): void {
    const known = this.sources.get(metric.name);
    if (known) known.reads.push(read);
    else this.sources.set(metric.name, { metric, reads: [read] });
  }

  /** The counter of that name: the same one for everybody who asks. */
  counter(metric: Metric): Counter {
    const known = this.counters.get(metric.name);
    if (known) return known;
    const counter = new Counter();
    this.counters.set(metric.name, counter);
    this.add(metric, () => counter.all());
    return counter;
  }

  *all(): Iterable<{ readonly metric: Metric; readonly samples: readonly Sample[] }> {
    for (const { metric, reads } of this.sources.values()) {
      yield { metric, samples: reads.flatMap((read) => [...read()]) };
    }
  }
}
