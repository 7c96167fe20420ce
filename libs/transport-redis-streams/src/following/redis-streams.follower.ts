import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, StreamFollower, type Channel, type StreamListener } from '@app/messaging';
import { REDIS_STREAMS } from '../broker.js';
import { Connections } from '../connection/connections.js';
import { Streams } from '../topology/streams.js';
import { FollowedStream } from './followed-stream.js';

const BLOCK_MS = 2_000;

/** Follows streams by `XREAD`, each on a connection of its own. */
@Injectable()
export class RedisStreamsFollower extends StreamFollower implements BeforeApplicationShutdown {
  override readonly brokers = [REDIS_STREAMS];
  private readonly followed = new Map<FollowedStream, () => void>();

  constructor(
    private readonly streams: Streams,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Why a stream isn't followed; undefined while all are, or none is to be. */
  get problem(): string | undefined {
    const problems = [...this.followed.keys()].map((it) => it.problem);
    return problems.find((it) => it !== undefined);
  }

  override follow({ name }: Channel, listener: StreamListener): () => void {
    const { key } = this.streams.get(name);
    const stop = new AbortController();
    const connection = this.connections.forReading(BLOCK_MS);
    const stream = new FollowedStream({
      key,
      listener,
      connection,
      blockMs: BLOCK_MS,
      clock: this.clock,
      stopping: stop.signal,
    });
    const unfollow = () => {
      this.followed.delete(stream);
      stop.abort();
      this.connections.drop(connection);
    };
    this.followed.set(stream, unfollow);
    void stream.run();
    return unfollow;
  }

  beforeApplicationShutdown(): void {
    for (const unfollow of this.followed.values()) unfollow();
  }
}
