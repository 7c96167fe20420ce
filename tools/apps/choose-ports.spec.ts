import { describe, expect, it } from '@jest/globals';
import { allAppNames, type AppPorts } from './apps.js';
import { choosePorts } from './choose-ports.js';

const all = (ports: Readonly<Record<string, AppPorts>>) =>
  Object.values(ports).flatMap(({ http, health }) =>
    http === undefined ? [health] : [http, health],
  );

describe('choosePorts', () => {
  it('gives the documented ports', async () => {
    expect(all(await choosePorts('fixed'))).toEqual([
      3000, 9101, 9102, 9103, 9104, 9105, 3001, 9106,
    ]);
  });

  it('gives each app free ports of its own', async () => {
    const ports = await choosePorts('free');

    expect(Object.keys(ports)).toEqual(allAppNames);
    expect(new Set(all(ports)).size).toBe(allAppNames.length + 2);
    expect(ports['order-producer'].http).toBeDefined();
    expect(ports['task-worker'].http).toBeUndefined();
  });
});
