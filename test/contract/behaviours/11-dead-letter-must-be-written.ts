import { expect, it } from '@jest/globals';
import { UnrecoverableError } from '@app/messaging';
import { until } from '@app/testing';
import { deadLettersOf } from '../dead-letters.js';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** Without its dead letter a failed message is not acknowledged: it would be gone. */
export function deadLetterMustBeWritten({ context }: ContractScope): void {
  it('keeps the source until the dead letter can be written', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel);
    const [hopeless, other] = [newLabel('hopeless'), newLabel('other')];
    app.probe.on(hopeless, () => {
      throw new UnrecoverableError('no use');
    });
    const message = happened(hopeless);
    await channel.refuseDeadLetters();

    await channel.sendRaw(message);
    await app.hasStarted(hopeless);
    await channel.sendRaw(happened(other));
    await app.hasHandled(other);
    await until(async () => (await channel.unsettled()) === 1, {
      what: 'the hopeless message alone to be unsettled',
      timeoutMs: 15_000,
    });
    await channel.allowDeadLetters();

    await until(async () => (await deadLettersOf(channel, message.body)).length > 0, {
      what: 'the dead letter',
      timeoutMs: 30_000,
    });
    await until(async () => (await channel.unsettled()) === 0, {
      what: 'the source settled',
      timeoutMs: 15_000,
    });
    expect(app.probe.succeeded(hopeless)).toBe(false);
  });
}
