import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { happened, newLabel } from '../messages.js';
import { pause } from '../pause.js';
import type { ContractScope } from '../contract-scope.js';

/** A message belongs to its handler for as long as that works on it. */
export function slowHandlerRunsOnce({ context }: ContractScope): void {
  it('leaves a message to a handler that is slower than the ownership timeout', async () => {
    const slowMs = context.features.ownershipTimeoutMs * 1.5;
    const channel = await context.openChannel();
    const [slow, quick, sentinel] = [newLabel('slow'), newLabel('quick'), newLabel('sentinel')];
    const app = await context.startApp(channel);
    app.probe.on(slow, () => pause(slowMs));

    await channel.sendRaw(happened(slow));
    await app.hasStarted(slow);
    await channel.sendRaw(happened(quick));
    await app.hasHandled(quick, slowMs);
    expect(app.probe.succeeded(slow)).toBe(false);
    await app.hasHandled(slow, slowMs + 10_000);
    await channel.sendRaw(happened(sentinel, { key: slow }));
    await app.hasHandled(sentinel);
    await until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });

    expect(app.probe.callsOf(slow)).toHaveLength(1);
  });
}
