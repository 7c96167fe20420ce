import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { candidates, findPort, isFree } from './find-port.js';

describe('findPort', () => {
  let holder: Server;
  let taken: number;

  beforeEach(async () => {
    holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '0.0.0.0', resolve));
    taken = (holder.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await new Promise((resolve) => holder.close(resolve));
  });

  it('avoids a port that another program listens on, on whatever address', async () => {
    expect(await isFree(taken)).toBe(false);
    expect(await findPort(taken)).not.toBe(taken);
  });

  it('never gives the same port twice', async () => {
    const first = await findPort(taken);
    const second = await findPort(taken);

    expect(second).not.toBe(first);
  });

  it('stays within the range of ports', () => {
    const all = [1024, 5672, 44_999, 65_535].flatMap((port) => [...candidates(port)]);

    expect(Math.max(...all)).toBeLessThanOrEqual(65_535);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(1024);
  });
});
