import { ConfigurationError } from '@app/messaging';
import { InMemoryExchange, type ExchangeType } from './in-memory-exchange.js';
import { InMemoryQueue } from './in-memory-queue.js';
import { InMemoryStream } from './in-memory-stream.js';

type Place = InMemoryStream | InMemoryQueue | InMemoryExchange;

/** What exists at a broker in memory. Names are shared by streams, queues and exchanges. */
export class InMemoryTopology {
  private readonly places = new Map<string, Place>();
  private readonly deadLetters = new Map<string, InMemoryStream | InMemoryQueue>();

  declareStream(name: string): this {
    return this.declare(name, new InMemoryStream());
  }

  declareQueue(name: string): this {
    return this.declare(name, new InMemoryQueue());
  }

  declareExchange(name: string, type: ExchangeType): this {
    return this.declare(name, new InMemoryExchange(type));
  }

  /** @param pattern an event type; on a topic exchange with wildcards; a fanout ignores it */
  bind(exchange: string, queue: string, pattern = '#'): this {
    const from = this.find(exchange);
    const to = this.find(queue);
    if (from?.kind !== 'exchange' || to?.kind !== 'queue') {
      throw new ConfigurationError(
        `Can't bind queue '${queue}' to exchange '${exchange}'. Declare both first.`,
      );
    }
    from.bind(to, pattern);
    return this;
  }

  /** Lets dead letters of `channel` be read at `place`. Without that they are only remembered. */
  sendDeadLetters(channel: string, place: string): this {
    this.deadLetters.set(channel, this.readable(place));
    return this;
  }

  deadLettersOf(channel: string): InMemoryStream | InMemoryQueue | undefined {
    return this.deadLetters.get(channel);
  }

  find(name: string): Place | undefined {
    return this.places.get(name);
  }

  /** @throws ConfigurationError when nothing that can be read has this name */
  readable(name: string): InMemoryStream | InMemoryQueue {
    const place = this.find(name);
    if (place && place.kind !== 'exchange') return place;
    throw new ConfigurationError(`No stream or queue '${name}'. Declare it before it is read.`);
  }

  *allReadable(): Iterable<InMemoryStream | InMemoryQueue> {
    for (const place of this.places.values()) if (place.kind !== 'exchange') yield place;
  }

  private declare(name: string, place: Place): this {
    if (this.places.has(name)) {
      throw new ConfigurationError(
        `'${name}' is declared twice. Give one of the two another name.`,
      );
    }
    this.places.set(name, place);
    return this;
  }
}
