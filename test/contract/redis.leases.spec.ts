import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LeaseStoreUnavailableError } from '@app/idempotency';
import { TcpProxy, until } from '@app/testing';
import { aLease, by, describeLeaseStore } from './lease-store.behaviours.js';
import { RedisLeasesHarness } from './redis.leases.harness.js';

describeLeaseStore('Redis', async () => {
  const harness = new RedisLeasesHarness();
  const stores = [await harness.open(), await harness.open()] as const;
  return {
    stores,
    elapse: (ms) => harness.elapse(ms),
    close: () => harness.close(),
  };
});

describe('the Redis of the leases', () => {
  let harness: RedisLeasesHarness;
  let proxy: TcpProxy;
  let throughProxy: string;

  beforeEach(async () => {
    harness = new RedisLeasesHarness();
    const port = Number(harness.url.port || 6379);
    proxy = await TcpProxy.open({ host: harness.url.hostname, port });
    const url = new URL(harness.url);
    url.hostname = proxy.host;
    url.port = String(proxy.port);
    throughProxy = url.href;
  });
  afterEach(async () => {
    await proxy.close();
    await harness.close();
  });

  it('holds one key a message, under the prefix, which Redis removes by itself', async () => {
    const store = await harness.open();
    const lease = { ...aLease(), key: `id:/test:${'x'.repeat(10_000)} \n` };

    await store.claim(lease);

    const [key, ...others] = await harness.keys();
    expect(others).toEqual([]);
    expect(key).toMatch(/^[\w.-]*idempotency:app:queue:[\w-]{43}$/);
    expect(await harness.raw.pttl(key!)).toBeGreaterThan(0);
    await store.complete(lease);
    expect(await harness.raw.pttl(key!)).toBeGreaterThan(0);
  });

  it('fails every call at once while it is out of reach, and is used again afterwards', async () => {
    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: throughProxy });
    const lease = aLease();
    await store.claim(lease);

    proxy.disconnect();

    for (const call of ['claim', 'renew', 'complete', 'release'] as const) {
      await expect(store[call](lease)).rejects.toThrow(LeaseStoreUnavailableError);
    }
    expect(store.health()).toMatchObject({ status: 'down', detail: expect.stringMatching(/./) });

    proxy.reconnect();
    await until(() => store.health().status === 'up', { what: 'the connection' });
    expect(await store.claim(by(aLease()))).toEqual({ state: 'claimed' });
  });

  it('fails a call whose answer was lost, and takes it again', async () => {
    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: throughProxy });
    const lease = aLease();
    await store.claim(lease);
    const cut = proxy.cutNextAnswer((bytes) => bytes.includes('done'));

    await expect(store.complete(lease)).rejects.toThrow(LeaseStoreUnavailableError);
    await cut;

    await until(() => store.health().status === 'up', { what: 'the connection' });
    expect(await store.complete(lease)).toBe(true);
  });

  it('fails a call that it does not answer in time', async () => {
    const store = await harness.open();
    // Longer than the deadline; other commands of this client wait, too.
    await harness.raw.call('CLIENT', 'PAUSE', '700', 'ALL');

    await expect(store.claim(aLease())).rejects.toThrow(LeaseStoreUnavailableError);
    await harness.raw.ping();
    await until(() => store.health().status === 'up', { what: 'the connection' });
  });

  it('refuses to start where it does not answer, without a secret', async () => {
    proxy.disconnect();
    const url = new URL(throughProxy);
    url.password = 'canary';

    const starting = harness.open({
      IDEMPOTENCY_REDIS_URL: url.href,
      IDEMPOTENCY_START_TIMEOUT_MS: 300,
    });

    await expect(starting).rejects.toThrow(/IDEMPOTENCY_REDIS_URL was not there within 300 ms/);
    await expect(starting).rejects.not.toThrow(/canary/);
  });

  it('is used although it does not tell its policy', async () => {
    const user = `${harness.prefix}user`;
    const rights = ['on', '>secret', '~*', '+@all', '-info', '-config'];
    await harness.raw.call('ACL', 'SETUSER', user, ...rights);
    const url = new URL(harness.url);
    url.username = user;
    url.password = 'secret';
    try {
      const store = await harness.open({ IDEMPOTENCY_REDIS_URL: url.href });

      expect(await store.claim(aLease())).toEqual({ state: 'claimed' });
    } finally {
      await harness.raw.call('ACL', 'DELUSER', user);
    }
  });
});
