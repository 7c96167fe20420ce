import type { DurationHistogram } from './duration-histogram.js';

/**
 * A number that operators see, as Prometheus describes one: base units, `_total` at the end of a
 * counter. Where OpenTelemetry's messaging conventions name it, it has that name.
 */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
}

/** Names of labels to values, of which there are few: never an id, a key or an error's message. */
export type Labels = Readonly<Record<string, string>>;

/** One series of a metric at the moment. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number | DurationHistogram;
}

/** The labels that say which channel, as OpenTelemetry names its attributes. */
export function channelLabels({ broker, name }: { broker: string; name: string }): Labels {
  return { messaging_system: broker, messaging_destination_name: name };
}
