import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { startConsumerProcess } from '../start-consumer-process.js';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** Far above what leaving takes, and far below what an endless handler does. */
const EXIT_MS = 20_000;

/** Stopping loses nothing and starts nothing: what runs is finished, the rest waits for others. */
export function shutdownDrains({ context }: ContractScope): void {
  it('finishes what runs, begins nothing more, and exits 0', async () => {
    const channel = await context.openChannel();
    // Long enough that the signal arrives meanwhile, however busy the machine is.
    const held = [newLabel('hold:3000'), newLabel('hold:3500')];
    const waiting = Array.from({ length: 4 }, () => newLabel('waiting'));
    const consumer = await startConsumerProcess(context, channel, {
      concurrency: held.length,
      drainDeadlineMs: 15_000,
    });
    for (const label of held) await channel.sendRaw(happened(label));
    await until(() => consumer.started.length === held.length, {
      what: 'both handlers to run',
      timeoutMs: 30_000,
    });
    for (const label of waiting) await channel.sendRaw(happened(label));

    const exitCode = await consumer.terminate();

    expect(exitCode).toBe(0);
    expect([...consumer.finished].sort()).toEqual([...held].sort());
    expect([...consumer.started].sort()).toEqual([...held].sort());
    const next = await context.startApp(channel, { name: consumer.name });
    for (const label of waiting) await next.hasHandled(label);
    const labels = next.probe.calls.map((call) => call.label);
    expect(labels.filter((label) => held.includes(label))).toEqual([]);
  });

  it('gives up what does not finish in time, so that others take it', async () => {
    const channel = await context.openChannel();
    const endless = newLabel('endless');
    const drainDeadlineMs = 500;
    const consumer = await startConsumerProcess(context, channel, { drainDeadlineMs });
    await channel.sendRaw(happened(endless));
    await until(() => consumer.started.includes(endless), {
      what: 'the endless handler to run',
      timeoutMs: 30_000,
    });

    const signalledAt = Date.now();
    const exitCode = await consumer.terminate();

    expect(exitCode).toBe(0);
    expect(Date.now() - signalledAt).toBeLessThan(drainDeadlineMs + EXIT_MS);
    expect(consumer.finished).toEqual([]);
    const next = await context.startApp(channel, { name: consumer.name });
    await next.hasHandled(endless, context.features.ownershipTimeoutMs + 15_000);
  });
}
