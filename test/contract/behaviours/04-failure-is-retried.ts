import { expect, it } from '@jest/globals';
import { HandBackError } from '@app/messaging';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** Timers of brokers are coarse: a message may be back this much early. */
const TOLERANCE_MS = 20;

/** A failure is not the end of a message, and not of its neighbours. */
export function failureIsRetried({ context, shared }: ContractScope): void {
  it('counts the attempts of a failing message', async () => {
    const label = newLabel('flaky');
    shared.app.probe.on(label, ({ attempt }) => {
      if (attempt <= 2) throw new Error(`attempt ${attempt} fails`);
    });

    await shared.channel.sendRaw(happened(label));
    await shared.app.hasHandled(label);

    expect(shared.app.probe.callsOf(label).map((call) => call.attempt)).toEqual([1, 2, 3]);
  });

  it('waits for as long as the settlement says, at no cost for a hand-back', async () => {
    const label = newLabel('later');
    shared.app.probe.on(label, () => {
      if (shared.app.probe.callsOf(label).length === 1) throw new HandBackError('not now', 400);
    });

    await shared.channel.sendRaw(happened(label));
    await shared.app.hasHandled(label);

    const [first, second] = shared.app.probe.callsOf(label);
    expect([first?.attempt, second?.attempt]).toEqual([1, 1]);
    const waitedMs = second!.startedAt.getTime() - first!.startedAt.getTime();
    expect(waitedMs).toBeGreaterThanOrEqual(400 - TOLERANCE_MS);
  });

  it('goes on with other keys meanwhile', async () => {
    const stuck = newLabel('stuck');
    const others = Array.from({ length: 4 }, () => newLabel('other'));
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { retry: { maxRetries: 100 } });
    app.probe.on(stuck, () => {
      if (!others.every((label) => app.probe.succeeded(label))) throw new Error('others first');
    });
    await channel.sendRaw(happened(stuck));
    await app.hasStarted(stuck, 2);

    for (const label of others) await channel.sendRaw(happened(label));
    await app.hasHandled(stuck);

    for (const label of others) expect(app.probe.callsOf(label)).toHaveLength(1);
  });

  const itIfOrdered = context.features.ordersByKey ? it : it.skip;
  itIfOrdered('keeps the order of a key while one of its messages is retried', async () => {
    const key = newLabel('key');
    const labels = Array.from({ length: 5 }, () => newLabel('in-order'));
    for (const label of [labels[0]!, labels[2]!]) {
      shared.app.probe.on(label, ({ attempt }) => {
        if (attempt === 1) throw new Error('the first attempt fails');
      });
    }

    for (const label of labels) await shared.channel.sendRaw(happened(label, { key }));
    await shared.app.hasHandled(labels[4]!);

    const calls = shared.app.probe.calls.filter((call) => call.data.key === key);
    const [a, b, c, d, e] = labels;
    expect(calls.map((call) => call.label)).toEqual([a, a, b, c, c, d, e]);
  });
}
