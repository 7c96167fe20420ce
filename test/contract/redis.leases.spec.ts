import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LeaseStoreUnavailableError } from '@app/idempotency';
import { TcpProxy, until } from '@app/testing';
import { describeLeaseStore } from './lease-store.behaviours.js';
import { aLease, by } from './leases.js';
import { RedisLeasesHarness } from './redis.leases.harness.js';
import { SilentWire } from './silent-wire.js';

const PATIENT = { timeoutMs: 30_000 };

describeLeaseStore('Redis', async () => {
  const harness = new RedisLeasesHarness();
  const stores = [await harness.open(), await harness.open()] as const;
  return {
    stores,
    lasting: await harness.open({ IDEMPOTENCY_LEASE_SECONDS: 600, IDEMPOTENCY_RETENTION_HOURS: 1 }),
    elapse: (ms) => harness.elapse(ms),
    runOut: () => harness.runOut(),
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
    throughProxy = proxy.through(harness.url);
  });
  afterEach(async () => {
    await proxy.close();
    await harness.raw.call('ACL', 'DELUSER', userName());
    await harness.close();
  });

  const userName = () => `${harness.prefix}user`;

  /** A user of this test alone, who may do everything but that. */
  async function userWith(restrictions: string[], path = harness.url.pathname): Promise<string> {
    const rights = ['on', '>canary', '~*', '+@all', ...restrictions];
    await harness.raw.call('ACL', 'SETUSER', userName(), ...rights);
    const url = new URL(harness.url);
    url.username = userName();
    url.password = 'canary';
    url.pathname = path;
    return url.href;
  }

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
    await expect(store.claim(aLease())).rejects.toThrow(LeaseStoreUnavailableError);
    expect(store.health()).toMatchObject({ status: 'down', detail: expect.stringMatching(/./) });

    proxy.reconnect();
    await until(() => store.health().status === 'up', { ...PATIENT, what: 'the connection' });
    expect(await store.claim(by(aLease()))).toEqual({ state: 'claimed' });
    // Nothing of what failed was sent after all.
    expect(await store.complete(lease)).toBe(true);
    expect(await harness.keys()).toHaveLength(2);
  });

  it('is down while its calls are refused, though Redis is there', async () => {
    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: await userWith([]) });
    await harness.raw.call('ACL', 'SETUSER', userName(), '-set');
    await expect(store.claim(aLease())).rejects.toThrow(LeaseStoreUnavailableError);
    expect(store.health()).toMatchObject({
      status: 'down',
      detail: expect.stringContaining("can't run this command"),
    });

    await harness.raw.call('ACL', 'SETUSER', userName(), '+set');

    expect(await store.claim(aLease())).toEqual({ state: 'claimed' });
    expect(store.health()).toEqual({ status: 'up' });
  });

  it('fails a call whose answer was lost, and takes it again', async () => {
    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: throughProxy });
    const lease = aLease();
    await store.claim(lease);
    const cut = proxy.cutNextAnswer((bytes) => bytes.includes('done'));

    await expect(store.complete(lease)).rejects.toThrow(LeaseStoreUnavailableError);
    await cut;

    await until(() => store.health().status === 'up', { ...PATIENT, what: 'the connection' });
    expect(await store.complete(lease)).toBe(true);
  });

  it('fails a call that is not answered in time, and is used again afterwards', async () => {
    const wire = await SilentWire.open(harness.url);
    const store = await harness.open({
      IDEMPOTENCY_REDIS_URL: wire.url.href,
      IDEMPOTENCY_TIMEOUT_MS: 500,
    });

    wire.isSilent = true;
    await expect(store.claim(aLease())).rejects.toThrow(LeaseStoreUnavailableError);
    await until(() => store.health().status === 'down', {
      ...PATIENT,
      what: 'the silence to be noticed',
    });

    wire.isSilent = false;
    // A busy machine may take longer than the short deadline once more.
    const { state } = await until(() => store.claim(aLease()), { ...PATIENT, what: 'an answer' });
    expect(state).toBe('claimed');
    store.onApplicationShutdown();
    await wire.close();
  });

  it.each([
    ['a database that is not there', '/999', /DB index is out of range/],
    ['a user who may not run scripts', '/1', /NOPERM/],
  ])('is refused with %s', async (_, path, problem) => {
    const url = await userWith(['-eval'], path);

    const starting = harness.open({ IDEMPOTENCY_REDIS_URL: url });

    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.toThrow(/IDEMPOTENCY_REDIS_URL can't keep leases/);
  });

  it.each([
    ['the first script', (bytes: Buffer) => bytes.includes('idempotency:probe')],
    ['what it does when it is full', (bytes: Buffer) => /info\r\n\$6\r\nmemory/i.test(`${bytes}`)],
  ])('is asked again at start when its answer to %s is lost', async (_, asks) => {
    const cut = proxy.cutNextAnswer(asks);

    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: throughProxy });

    await cut;
    expect(await store.claim(aLease())).toEqual({ state: 'claimed' });
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
    const url = await userWith(['-info', '-config']);

    const store = await harness.open({ IDEMPOTENCY_REDIS_URL: url });

    expect(await store.claim(aLease())).toEqual({ state: 'claimed' });
  });
});
