import { Injectable } from '@nestjs/common';
import type { Metric, Sample } from './metric.js';

/** How much waits in one channel of the app. */
export interface ChannelBacklog {
  readonly channel: string;
  /** Messages that wait there for the consumer, whichever of its processes takes them. */
  readonly waiting: number;
  /**
   * How many of them this process could take: while there are some, it has to get on. None where
   * they can only go to another one.
   */
  readonly waitingForUs: number;
}

/** What a broker said when it was asked. */
export interface BrokerFigures {
  readonly channels: readonly ChannelBacklog[];
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
  read(): Promise<BrokerFigures>;
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
