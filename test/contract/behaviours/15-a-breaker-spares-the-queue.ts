import { expect, it } from '@jest/globals';
import { readDeadLetterHeader } from '@app/dlq';
import { until } from '@app/testing';
import { HandlerProbe } from '../../fixtures/contract/handler-probe.js';
import type { RunningApp } from '../running-app.js';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

const MINIMUM = 4;
const PAUSE_MS = 400;
const environment = { BREAKER_MINIMUM: String(MINIMUM), BREAKER_PAUSE_MS: String(PAUSE_MS) };

/** What all messages fail for is no message's fault; what one fails for is. */
export function breakerSparesTheQueue({ context }: ContractScope): void {
  it('waits while a dependency is down, tries now and then, and resumes by itself', async () => {
    const channel = await context.openChannel();
    const labels = Array.from({ length: 12 }, () => newLabel('work'));
    let isDown = true;
    const probe = new HandlerProbe(() => {
      if (isDown) throw new Error('The provider is down.');
    });
    // There before the app: the first message must not use up its attempts alone.
    for (const label of labels) await channel.sendRaw(happened(label));
    const retry = { maxRetries: 5, initialDelayMs: 200, maxDelayMs: 1_000 };
    const app = await context.startApp(channel, { environment, concurrency: 4, probe, retry });
    await until(() => app.health.status === 'down', { what: 'the breaker to open' });
    expect(app.health.detail).toContain(channel.channel.name);
    expect(app.health.detail).toContain('The provider is down.');
    const [openedAt, callsBefore] = [performance.now(), app.probe.calls.length];
    await until(() => app.probe.calls.length >= callsBefore + 3, {
      what: 'three trials',
      timeoutMs: 15_000,
    });
    const pauses = (performance.now() - openedAt) / PAUSE_MS;
    expect(app.probe.calls.length - callsBefore).toBeLessThanOrEqual(Math.ceil(pauses) + 1);

    isDown = false;
    for (const label of labels) await app.hasHandled(label);
    await until(() => app.health.status === 'up', { what: 'readiness' });
    await until(async () => (await channel.unsettled()) === 0, { what: 'everything settled' });
    expect(await channel.deadLetters()).toEqual([]);
    // Those that failed before there were enough to tell.
    expect(charged(app).length).toBeLessThan(MINIMUM);
  });

  it('sets one bad message aside as ever, and opens nothing for it', async () => {
    const channel = await context.openChannel();
    const [bad, good] = [newLabel('bad'), newLabel('good')];
    const app = await context.startApp(channel, { environment, retry: { maxRetries: MINIMUM } });
    app.probe.on(bad, () => {
      expect(app.health.status).toBe('up');
      throw new Error('Always.');
    });

    await channel.sendRaw(happened(bad));
    await channel.sendRaw(happened(good));
    await app.hasHandled(good);
    await until(async () => (await channel.deadLetters()).length > 0, {
      what: 'the dead letter',
      timeoutMs: 15_000,
    });

    const [letter] = await channel.deadLetters();
    expect(readDeadLetterHeader(letter!.headers)).toMatchObject({
      reason: 'RETRIES_EXHAUSTED',
      attempts: MINIMUM + 1,
      error: { message: 'Always.' },
    });
    expect(app.health.status).toBe('up');
  });
}

/** Labels of messages that a failure has cost an attempt. */
function charged(app: RunningApp): string[] {
  const calls = app.probe.calls.filter((call) => call.attempt > 1);
  return [...new Set(calls.map((call) => call.label))];
}
