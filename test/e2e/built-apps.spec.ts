import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { TcpProxy } from '@app/testing';
import { stackAddresses } from './addresses.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { describeFeed } from './feed.suite.js';
import { describeOrderApi } from './order-api.suite.js';
import { describePoison } from './poison.suite.js';

/** One system for all of them, since to start it takes longer than most of what they do. */
describe('the built apps', () => {
  jest.setTimeout(120_000);
  let redis: TcpProxy;
  let system: E2eSystem;

  beforeAll(async () => {
    const url = new URL(stackAddresses()['REDIS_URL']!);
    redis = await TcpProxy.open({ host: url.hostname, port: Number(url.port || 6379) });
    system = await startE2eSystem('apps', {
      REDIS_URL: redis.through(url),
      // Never: what comes has been told of by the stream.
      ORDER_FEED_POLL_INTERVAL_MS: '3600000',
    });
  });
  afterAll(async () => {
    await system?.stop();
    await redis?.close();
  });

  // First, as its statistics count every order.
  describeFeed(
    () => system,
    () => redis,
  );
  describePoison(() => system);
  describeOrderApi(() => system);
});
