import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { Gate } from '../gate.js';
import { happened, newLabel } from '../messages.js';
import { HandlerProbe } from '../../fixtures/contract/handler-probe.js';
import type { ContractScope } from '../contract-scope.js';

const CONCURRENCY = 3;

/** The setting is a limit that is used up, and never exceeded. */
export function concurrencyIsBounded({ context }: ContractScope): void {
  it('runs as many handlers side by side as it may, and no more', async () => {
    const channel = await context.openChannel();
    const gate = new Gate();
    const probe = new HandlerProbe(() => gate.pass());
    const app = await context.startApp(channel, { concurrency: CONCURRENCY, probe });
    const labels = Array.from({ length: 12 }, () => newLabel('parallel'));

    await Promise.all(labels.map((label) => channel.sendRaw(happened(label))));
    await until(() => probe.running === CONCURRENCY, {
      what: `${CONCURRENCY} handlers side by side`,
      timeoutMs: 15_000,
    });
    gate.open();
    for (const label of labels) await app.hasHandled(label);

    expect(probe.mostRunning).toBe(CONCURRENCY);
  });
}
