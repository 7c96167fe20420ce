import { describe, expect, it } from '@jest/globals';
import type { Channel } from '../delivery/subscription.js';
import { ConfigurationError } from '../errors/configuration.error.js';
import { FollowerRegistry } from './follower-registry.js';
import { StreamFollower } from './stream-follower.js';

class FakeFollower extends StreamFollower {
  readonly followed: string[] = [];

  constructor(readonly brokers: readonly string[]) {
    super();
  }

  follow({ broker, name }: Channel): () => void {
    const place = `${broker} ${name}`;
    this.followed.push(place);
    return () => void this.followed.splice(this.followed.indexOf(place), 1);
  }
}

const listener = { message: () => undefined, missed: () => undefined };

describe('FollowerRegistry', () => {
  const [memory, disk] = [new FakeFollower(['memory']), new FakeFollower(['disk', 'tape'])];
  const registry = new FollowerRegistry([memory, disk]);

  it('leaves a stream to the follower of its broker', () => {
    const unfollow = registry.follow({ broker: 'tape', name: 'feed', kind: 'stream' }, listener);
    expect([memory.followed, disk.followed]).toEqual([[], ['tape feed']]);

    unfollow();
    expect(disk.followed).toEqual([]);
  });

  it.each<Channel>([
    { broker: 'paper', name: 'feed', kind: 'stream' },
    { broker: 'memory', name: 'work', kind: 'queue' },
  ])('refuses $broker $name, which is a $kind', (channel) => {
    expect(() => registry.follow(channel, listener)).toThrow(ConfigurationError);
  });
});
