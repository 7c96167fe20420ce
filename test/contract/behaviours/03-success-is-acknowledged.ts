import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** What was handled is done, also for those who come later. */
export function successIsAcknowledged({ context }: ContractScope): void {
  it('redelivers nothing after a restart', async () => {
    const channel = await context.openChannel();
    const [done, sentinel] = [newLabel('done'), newLabel('sentinel')];
    const before = await context.startApp(channel);
    await channel.sendRaw(happened(done, { key: 'one' }));
    await before.hasHandled(done);
    await before.close();

    const after = await context.startApp(channel, { name: before.name });
    await channel.sendRaw(happened(sentinel, { key: 'one' }));
    await after.hasHandled(sentinel);

    expect(after.probe.callsOf(done)).toEqual([]);
    await until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });
  });
}
