import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { readDeadLetterHeader } from '@app/dlq';
import { until } from '@app/testing';
import type { ContractChannel } from '../broker-harness.js';
import { happened, newLabel } from '../messages.js';
import { newName, type ContractContext } from '../contract-context.js';
import type { ContractScope } from '../contract-scope.js';
import { spawnConsumer, type SpawnedConsumer } from '../spawn-consumer.js';

/** So many starts are written down; where the broker tells first deliveries apart, the first isn't. */
const LIMIT = 3;
/** Each of several processes has to load, to die, and to be missed by the broker. */
const TIMEOUT_MS = 300_000;

/** A message that kills whoever handles it is found out, and its neighbours don't pay for it. */
export function killerIsSetAside({ context, features }: ContractScope): void {
  const itNeedsProcesses = features.reachedByOtherProcesses ? it : it.skip;

  itNeedsProcesses(
    'makes a message that kills its process a dead letter, and charges no neighbour',
    async () => {
      const channel = await context.openChannel();
      const ledgerSchema = await openLedger(context);
      const name = newName();
      const deadly = newLabel('deadly');
      // Long enough that they run when the process dies.
      const good = Array.from({ length: 10 }, () => newLabel('hold:300'));
      for (const label of [...good.slice(0, 5), deadly, ...good.slice(5)]) {
        await channel.sendRaw(happened(label));
      }

      const consumers: SpawnedConsumer[] = [];
      const finished = () => new Set(consumers.flatMap((it) => it.finished));
      const isOver = async () => finished().size === good.length && (await isEmpty(channel));
      while (consumers.length <= LIMIT + 1) {
        const options = { drainDeadlineMs: 5_000, ledgerSchema };
        const consumer = await spawnConsumer(channel, name, options);
        context.onClose(() => consumer.kill());
        consumers.push(consumer);
        await until(async () => consumer.hasEnded || (await isOver()), {
          what: `process ${consumers.length} to die or to be done`,
          timeoutMs: 60_000,
        });
        if (!consumer.hasEnded) break;
      }

      expect(consumers.at(-1)!.hasEnded).toBe(false);
      const deaths = consumers.flatMap((it) => it.started).filter((label) => label === deadly);
      expect([LIMIT, LIMIT + 1]).toContain(deaths.length);
      expect([...finished()].sort()).toEqual([...good].sort());
      expect(new Set(consumers.flatMap((it) => it.attempts))).toEqual(new Set([1]));
      const letters = await channel.deadLetters();
      expect(letters.map(({ headers }) => readDeadLetterHeader(headers)?.reason)).toEqual([
        'CRASH_LOOP',
      ]);
      expect(letters[0]!.body.toString()).toContain(deadly);
    },
    TIMEOUT_MS,
  );
}

async function isEmpty(channel: ContractChannel): Promise<boolean> {
  return (await channel.deadLetters()).length > 0 && (await channel.unsettled()) === 0;
}

/** @returns the name of a schema that goes when the test is over */
async function openLedger(context: ContractContext): Promise<string> {
  const schema = `contract_${randomUUID().replaceAll('-', '')}`;
  context.onClose(async () => {
    const client = new pg.Client(process.env['DATABASE_URL']);
    await client.connect();
    await client.query(`drop schema if exists "${schema}" cascade`);
    await client.end();
  });
  return schema;
}
