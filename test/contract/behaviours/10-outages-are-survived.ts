import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { Gate } from '../gate.js';
import { happened, newLabel } from '../messages.js';
import { pause } from '../pause.js';
import type { RunningApp } from '../running-app.js';
import type { ContractScope } from '../contract-scope.js';
import { drainDeadline } from '../drain-deadline.js';

/** Brokers go away and come back. Nobody has to restart anything, and nothing is made up. */
export function outagesAreSurvived({ context, features }: ContractScope): void {
  it('resumes by itself when the broker is back', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel);
    const [before, meanwhile] = [newLabel('before'), newLabel('meanwhile')];
    await channel.sendRaw(happened(before));
    await app.hasHandled(before);
    await until(async () => (await channel.unsettled()) === 0, { what: 'the first to be settled' });

    await channel.disconnect();
    await channel.sendRaw(happened(meanwhile));
    await channel.reconnect();

    await app.hasHandled(meanwhile, 30_000);
    expect(app.probe.callsOf(before)).toHaveLength(1);
  });

  it('neither hangs nor pretends while the broker is away', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });
    const labels = Array.from({ length: 5 }, () => newLabel('meanwhile'));
    const before = newLabel('before');
    await app.publish(before);

    await channel.disconnect();
    const outcomes = await Promise.race([
      Promise.allSettled(labels.map((label) => app.publish(label))),
      pause(features.publishDeadlineMs + 2_000),
    ]);
    await channel.reconnect();
    const after = newLabel('after');
    await publishAgain(app, after);

    expect(outcomes).toHaveLength(labels.length);
    const confirmed = labels.filter((_, i) => outcomes?.[i]?.status === 'fulfilled');
    const stored = (await channel.stored()).map((message) => labelOf(message.body));
    expect(stored).toEqual(expect.arrayContaining([before, ...confirmed, after]));
  });

  it('acknowledges no foreign message when the connection is cut under a handler', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { environment: drainDeadline(200) });
    const [done, first, second, third] = ['done', 'first', 'second', 'third'].map(newLabel);
    const gate = new Gate();
    const held = new Gate();
    app.probe.on(first!, () => (app.probe.callsOf(first!).length === 1 ? gate : held).pass());
    for (const label of [second!, third!]) app.probe.on(label, () => held.pass());
    for (const label of [done!, first!, second!]) await channel.sendRaw(happened(label));
    await app.hasHandled(done!);
    await app.hasStarted(first!);
    await app.hasStarted(second!);

    await channel.disconnect();
    await channel.reconnect();
    await channel.sendRaw(happened(third!));
    await app.hasStarted(third!, 1, 30_000);
    // The handler of the lost connection ends: whatever it settles must not reach a message that
    // another handler holds by now.
    gate.open();
    await app.hasHandled(first!);
    const sentinel = newLabel('sentinel');
    await channel.sendRaw(happened(sentinel));
    await app.hasHandled(sentinel);
    await app.close();

    const next = await context.startApp(channel, { name: app.name });
    const patienceMs = features.ownershipTimeoutMs + 15_000;
    await next.hasHandled(second!, patienceMs);
    await next.hasHandled(third!, patienceMs);
    await until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });
    expect(next.probe.callsOf(done!)).toEqual([]);
    held.open();
  });
}

/** As the outbox does: a rejected publish is tried again until it is confirmed. */
async function publishAgain(app: RunningApp, label: string): Promise<void> {
  const published = async () => {
    await app.publish(label);
    return true;
  };
  await until(published, { what: 'a publish after the outage', timeoutMs: 30_000 });
}

function labelOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { data: { label: string } }).data.label;
}
