import type { BrokerAdapter, Channel, Environment } from '@app/messaging';
import type { Side } from './side.js';

/** A broker as the benchmark needs it. Both sides use a channel that the starter has declared. */
export interface BenchBroker {
  readonly name: string;
  readonly channel: Channel;
  readonly adapter: BrokerAdapter;
  /** Messages of a round: fewer where the raw client would take minutes. */
  readonly messages: number;
  raw(environment: Environment): Promise<RawSide>;
}

export interface RawSide extends Side {
  /** Deletes the channel and what belongs to it. */
  remove(): Promise<void>;
}

export function required(environment: Environment, variable: string): string {
  const value = environment[variable];
  if (!value) throw new Error(`${variable} is not set, though the stack is up.`);
  return value;
}
