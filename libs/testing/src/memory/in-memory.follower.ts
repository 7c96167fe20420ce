import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { StreamFollower, type Channel, type StreamListener } from '@app/messaging';
import { InMemoryOptions } from './in-memory.options.js';

/** Looks on at streams of the broker in memory, for one app. */
@Injectable()
export class InMemoryFollower extends StreamFollower implements BeforeApplicationShutdown {
  readonly brokers: readonly string[];
  private readonly logger = new Logger(InMemoryFollower.name);
  private readonly followed = new Set<() => void>();

  constructor(private readonly options: InMemoryOptions) {
    super();
    this.brokers = options.brokerNames;
  }

  follow({ name }: Channel, listener: StreamListener): () => void {
    const end = this.options.broker.follow(name, {
      message: (message) => this.tell(name, () => listener.message(message)),
      missed: () => this.tell(name, () => listener.missed()),
    });
    this.followed.add(end);
    return () => {
      this.followed.delete(end);
      end();
    };
  }

  beforeApplicationShutdown(): void {
    for (const end of this.followed) end();
  }

  private tell(stream: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error({ error, msg: `A listener of stream ${stream} failed` });
    }
  }
}
