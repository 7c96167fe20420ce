import { Inject, Injectable } from '@nestjs/common';
import { ConfigurationError, UnknownDestinationError } from '@app/messaging';
import { REDIS_STREAMS } from '../broker.js';
import {
  REDIS_STREAMS_OPTIONS,
  type RedisStreamsTransportOptions,
} from '../redis-streams.module-definition.js';

/** A stream as Redis knows it. */
export interface PhysicalStream {
  readonly key: string;
  /** Undefined: never trimmed. */
  readonly maxLength?: number;
}

export function deadLetterStreamName(stream: string): string {
  return `${stream}.dlq`;
}

/** The streams that an app knows: the declared ones, and the dead letters of those that it reads. */
@Injectable()
export class Streams {
  private readonly byName: ReadonlyMap<string, PhysicalStream>;

  /** @throws ConfigurationError when the app reads a stream that nobody declared */
  constructor(
    @Inject(REDIS_STREAMS_OPTIONS) { topology, consumes, settings }: RedisStreamsTransportOptions,
  ) {
    const { RESOURCE_PREFIX: prefix } = settings;
    const byName = new Map<string, PhysicalStream>();
    for (const { name, maxLength } of topology.streams) {
      byName.set(name, { key: prefix + name, maxLength });
    }
    const deadLetters = new Set(topology.streams.map(({ name }) => deadLetterStreamName(name)));
    for (const { channel } of consumes) {
      const isDeadLetters = deadLetters.has(channel.name);
      if (!isDeadLetters && !byName.has(channel.name)) {
        throw new ConfigurationError(
          `The app reads Redis stream ${channel.name}, which the topology doesn't declare. Add it there.`,
        );
      }
      const name = isDeadLetters ? channel.name : deadLetterStreamName(channel.name);
      if (!byName.has(name)) byName.set(name, { key: prefix + name });
    }
    this.byName = byName;
  }

  /** @throws UnknownDestinationError */
  get(name: string): PhysicalStream {
    const stream = this.byName.get(name);
    if (!stream) throw UnknownDestinationError.of({ broker: REDIS_STREAMS, name });
    return stream;
  }

  /** A dead-letter stream has none of its own: what can't be read from it stays there. */
  deadLettersOf(name: string): PhysicalStream {
    return this.byName.get(deadLetterStreamName(name)) ?? this.get(name);
  }
}
