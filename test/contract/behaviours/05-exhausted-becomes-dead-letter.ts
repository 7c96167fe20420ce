import { expect, it } from '@jest/globals';
import { readDeadLetterHeader } from '@app/dlq';
import { until } from '@app/testing';
import { bytesOf } from '../bytes.js';
import { deadLettersOf } from '../dead-letters.js';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** When the attempts are used up, the message is kept where a person finds it, with its story. */
export function exhaustedBecomesDeadLetter({ context }: ContractScope): void {
  it('keeps bytes, headers and the whole story, once', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { retry: { maxRetries: 2 } });
    const label = newLabel('hopeless');
    app.probe.on(label, ({ attempt }) => {
      throw new RangeError(`attempt ${attempt} fails`);
    });
    const good = happened(label);
    const message = { ...good, headers: new Map([...good.headers, ['x-story', 'größer']]) };

    await channel.sendRaw(message);
    await until(async () => (await deadLettersOf(channel, message.body)).length > 0, {
      timeoutMs: 15_000,
      what: 'the dead letter',
    });
    await until(async () => (await channel.unsettled()) === 0, { what: 'the source settled' });

    const [letter, ...others] = await deadLettersOf(channel, message.body);
    expect(others).toEqual([]);
    expect(bytesOf(letter!.headers)).toMatchObject(bytesOf(message.headers));

    const calls = app.probe.callsOf(label);
    const story = readDeadLetterHeader(letter!.headers)!;
    expect(calls.map((call) => call.attempt)).toEqual([1, 2, 3]);
    expect(story).toMatchObject({
      reason: 'RETRIES_EXHAUSTED',
      attempts: 3,
      error: { name: 'RangeError', message: 'attempt 3 fails' },
      source: { broker: channel.channel.broker, name: channel.channel.name },
    });
    expect(story.error.stack).toContain('05-exhausted');
    expect(Object.keys(story.source.coordinates)).not.toEqual([]);
    expect(story.source.consumer).toContain(app.name);

    const firstFailedAt = Date.parse(story.firstFailedAt);
    expect(firstFailedAt).toBeGreaterThanOrEqual(calls[0]!.startedAt.getTime());
    expect(firstFailedAt).toBeLessThanOrEqual(calls[1]!.startedAt.getTime());
    const failedAt = story.failedAt!.map((it) => Date.parse(it));
    expect(failedAt).toHaveLength(3);
    expect([story.failedAt![0], story.failedAt![2]]).toEqual([
      story.firstFailedAt,
      story.lastFailedAt,
    ]);
    expect(failedAt[1]).toBeGreaterThanOrEqual(calls[1]!.startedAt.getTime());
    expect(failedAt[1]).toBeLessThanOrEqual(calls[2]!.startedAt.getTime());
    expect(Date.parse(story.lastFailedAt)).toBeGreaterThanOrEqual(calls[2]!.startedAt.getTime());
  });
}
