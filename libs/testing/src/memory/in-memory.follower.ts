import { Injectable } from '@nestjs/common';
import { StreamFollower, type Channel, type StreamListener } from '@app/messaging';
import { InMemoryOptions } from './in-memory.options.js';

/** Looks on at streams of the broker in memory. */
@Injectable()
export class InMemoryFollower extends StreamFollower {
  readonly brokers: readonly string[];

  constructor(private readonly options: InMemoryOptions) {
    super();
    this.brokers = options.brokerNames;
  }

  follow(channel: Channel, listener: StreamListener): () => void {
    return this.options.broker.follow(channel.name, listener);
  }
}
