import { expect, it } from '@jest/globals';
import { readDeadLetterHeader } from '@app/dlq';
import { until } from '@app/testing';
import { ContractUnheard } from '../../fixtures/contract/contract-events.js';
import { deadLettersOf } from '../dead-letters.js';
import { eventJson, happened, newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** A stream is read by many, a queue is addressed to us: no handler means something else there. */
export function unhandledIsNotSilent({ shared }: ContractScope): void {
  it('ignores and counts an event without handler on a stream, and sets it aside on a queue', async () => {
    const { channel, app } = shared;
    const key = newLabel('key');
    const sentinel = newLabel('sentinel');
    const data = { label: newLabel('unheard') };
    const body = Buffer.from(JSON.stringify(eventJson({ type: ContractUnheard.type, data })));
    const ignored = () => app.statistics.of(channel.channel, 'ignored');
    const ignoredBefore = ignored();
    const expected =
      channel.channel.kind === 'queue'
        ? { ignored: 0, deadLetters: ['NO_HANDLER'] }
        : { ignored: 1, deadLetters: [] };

    await channel.sendRaw({ body, key });
    await channel.sendRaw(happened(sentinel, { key }));
    await app.hasHandled(sentinel);

    const letters = await until(
      async () => {
        const found = await deadLettersOf(channel, body);
        return found.length === expected.deadLetters.length && found;
      },
      { what: `${expected.deadLetters.length} dead letters` },
    );
    expect({
      ignored: ignored() - ignoredBefore,
      deadLetters: letters.map((letter) => readDeadLetterHeader(letter.headers)?.reason),
    }).toEqual(expected);
  });

  it('handles an older version that it knows', async () => {
    const label = newLabel('older');
    const event = eventJson({ type: 'contract.happened.v1', data: { label } });

    await shared.channel.sendRaw({ body: Buffer.from(JSON.stringify(event)), key: label });
    await shared.app.hasHandled(label);

    const [call] = shared.app.probe.callsOf(label);
    expect(call?.data).toEqual({ label, key: label, amount: 0 });
  });
}
