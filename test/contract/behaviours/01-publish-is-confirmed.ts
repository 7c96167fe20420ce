import { expect, it } from '@jest/globals';
import { newLabel, outbound } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** A resolved publish is a promise: the broker keeps the message. Everything else rejects. */
export function publishIsConfirmed({ context }: ContractScope): void {
  it('resolves only when the broker keeps the message', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });
    const messages = Array.from({ length: 20 }, () => outbound(newLabel('confirmed')));

    await Promise.all(messages.map((it) => app.publishMessage(channel.destination, it)));

    const stored = (await channel.stored()).map((it) => it.body.toString());
    expect(stored.sort()).toEqual(messages.map((it) => it.body.toString()).sort());
  });

  it('rejects a destination that the topology does not declare', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });
    const nowhere = { ...channel.destination, name: 'nowhere' };

    const publishing = app.publishMessage(nowhere, outbound(newLabel('lost')));

    await expect(publishing).rejects.toMatchObject({ code: 'UNKNOWN_DESTINATION' });
  });

  const itIfReported = context.features.reportsUnroutable ? it : it.skip;
  itIfReported('rejects a message that reaches no queue', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });

    const publishing = app.publishMessage(channel.unroutable!, outbound(newLabel('lost')));

    await expect(publishing).rejects.toMatchObject({ code: 'UNROUTABLE' });
    await app.publishMessage(channel.destination, outbound(newLabel('afterwards')));
  });
}
