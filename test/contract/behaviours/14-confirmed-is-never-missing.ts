import { expect, it } from '@jest/globals';
import { until } from '@app/testing';
import { newLabel, outbound } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

const ROUNDS = 4;

/** An answer that never came says nothing; an answer that came is kept, whatever came before it. */
export function confirmedIsNeverMissing({ context }: ContractScope): void {
  it('keeps every confirmed message when answers are cut after the broker has stored', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });
    const confirmed: string[] = [];
    const publish = async () => {
      const message = outbound(newLabel('kept'));
      await app.publishMessage(channel.destination, message);
      confirmed.push(message.body.toString());
    };
    await publish();

    for (let round = 0; round < ROUNDS; round++) {
      const cut = channel.cutNextPublishAnswer();
      await Promise.allSettled(Array.from({ length: 5 }, publish));
      await cut;
      const publishAgain = () => publish().then(() => true);
      await until(publishAgain, { what: 'a publish after the cut', timeoutMs: 30_000 });
    }

    const stored = new Set((await channel.stored()).map((message) => message.body.toString()));
    expect(confirmed.filter((body) => !stored.has(body))).toEqual([]);
    expect(confirmed.length).toBeGreaterThan(ROUNDS);
  });
}
