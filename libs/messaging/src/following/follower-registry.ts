import type { Channel } from '../delivery/subscription.js';
import { ConfigurationError } from '../errors/configuration.error.js';
import type { StreamFollower, StreamListener } from './stream-follower.js';

/** The stream followers of an app, found by broker. */
export class FollowerRegistry {
  private readonly byBroker = new Map<string, StreamFollower>();

  constructor(followers: Iterable<StreamFollower>) {
    for (const follower of followers) {
      for (const broker of follower.brokers) this.byBroker.set(broker, follower);
    }
  }

  /**
   * See `StreamFollower.follow`.
   * @throws ConfigurationError when no broker of this app can follow the channel
   */
  follow(channel: Channel, listener: StreamListener): () => void {
    const follower = this.byBroker.get(channel.broker);
    if (follower && channel.kind === 'stream') return follower.follow(channel, listener);
    throw new ConfigurationError(
      `This app can't follow ${channel.broker} ${channel.name}. Follow a stream of a broker that ` +
        "can be followed (redis-streams), and that the app's 'consumes' or 'publishes' reach.",
    );
  }
}
