import { Injectable } from '@nestjs/common';
import type { Metric, Sample } from './metric.js';

/** What a broker said of one channel of the app. */
export interface ChannelFigures {
  readonly channel: string;
  /** Messages that wait there for the consumer, whichever of its processes takes them. */
  readonly waiting: number;
  /**
   * How many of them nobody but this process could take, or anybody who is free: while there are
   * some, this process has to get on.
   */
  readonly waitingForUs: number;
  /** What only this broker has, by the metrics that the probe declares. */
  readonly samples: readonly (Sample & { readonly metric: Metric })[];
}

/**
 * Asks one broker what its operators ask first. Each transport has one; it is asked at intervals,
 * never for a message or a scrape.
 */
export interface BrokerProbe {
  readonly broker: string;
  readonly metrics: readonly Metric[];
  /** Rejects where the broker doesn't answer; whoever asks has a deadline. */
  read(): Promise<readonly ChannelFigures[]>;
}

/** Where transports announce their probes. */
@Injectable()
export class BrokerProbes {
  private readonly probes: BrokerProbe[] = [];

  add(probe: BrokerProbe): void {
    this.probes.push(probe);
  }

  all(): readonly BrokerProbe[] {
    return this.probes;
  }
}
