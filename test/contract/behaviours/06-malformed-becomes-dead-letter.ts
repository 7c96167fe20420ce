import { expect, it } from '@jest/globals';
import { readDeadLetterHeader } from '@app/dlq';
import { UnrecoverableError } from '@app/messaging';
import { until } from '@app/testing';
import { deadLettersOf } from '../dead-letters.js';
import { malformedMessages } from '../malformed-messages.js';
import { happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** What can't be handled goes aside at once, says why, and stops nobody. */
export function malformedBecomesDeadLetter({ shared }: ContractScope): void {
  async function reasonFor(body: Buffer) {
    const letter = await until(async () => (await deadLettersOf(shared.channel, body))[0], {
      timeoutMs: 15_000,
      what: 'the dead letter',
    });
    const { reason, attempts } = readDeadLetterHeader(letter.headers)!;
    return { reason, attempts };
  }

  it('takes an UnrecoverableError at its word', async () => {
    const label = newLabel('unrecoverable');
    shared.app.probe.on(label, () => {
      throw new UnrecoverableError('the account is closed');
    });
    const message = happened(label);

    await shared.channel.sendRaw(message);

    expect(await reasonFor(message.body)).toEqual({ reason: 'UNRECOVERABLE', attempts: 1 });
    expect(shared.app.probe.callsOf(label)).toHaveLength(1);
  });

  it.each(malformedMessages)('sets $what aside as $reason', async ({ reason, ...malformed }) => {
    const next = newLabel('next');
    const key = newLabel('key');
    const body = malformed.body(shared.channel.maxBodyBytes);

    await shared.channel.sendRaw({
      body,
      key,
      ...(malformed.headers && { headers: malformed.headers }),
    });
    await shared.channel.sendRaw(happened(next, { key }));

    expect(await reasonFor(body)).toEqual({ reason, attempts: 1 });
    await shared.app.hasHandled(next);
  });
}
