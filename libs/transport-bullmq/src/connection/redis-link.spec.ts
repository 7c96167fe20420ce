import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Logger } from '@nestjs/common';
import { until } from '@app/testing';
import { RedisLink } from './redis-link.js';

describe('RedisLink to a Redis that hangs up', () => {
  let server: Server;
  let link: RedisLink;
  let warnings: number;

  beforeEach(async () => {
    warnings = 0;
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => void (warnings += 1));
    server = createServer((socket) => socket.on('error', () => undefined).destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    link = new RedisLink('publisher', `redis://u:canary@127.0.0.1:${port}`, {
      maxRetriesPerRequest: null,
    });
  });
  afterEach(async () => {
    link.close();
    jest.restoreAllMocks();
    await new Promise((resolve) => server.close(resolve));
  });

  it('says that it is down, and why, without a secret', async () => {
    await until(() => link.health().detail !== 'Not connected yet.', { what: 'the first try' });

    const { status, detail } = link.health();
    expect(status).toBe('down');
    expect(detail).toMatch(/./);
    expect(detail).not.toContain('canary');
  });

  it('lets nobody wait beyond his deadline', async () => {
    expect(await link.ready(AbortSignal.timeout(50))).toBe(false);
  });

  it('tells whoever waits when it is closed', async () => {
    const waiting = link.ready(new AbortController().signal);

    link.close();

    expect(await waiting).toBe(false);
    expect(link.health().status).toBe('down');
    expect(warnings).toBeLessThanOrEqual(1);
  });
});
