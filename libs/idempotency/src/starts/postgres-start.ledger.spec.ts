import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database, DatabaseModule } from '@app/database';
import { StartLedger, type StartedMessage } from '@app/messaging';
import { createTestDatabase, startTestContext } from '@app/testing';
import { IdempotencyModule } from '../idempotency.module.js';

const message = { consumer: 'shop', eventSource: '/orders', eventId: '1' };

describe('PostgresStartLedger', () => {
  let app: INestApplicationContext;
  let ledger: StartLedger;

  beforeAll(async () => {
    app = await startTestContext({
      imports: [
        DatabaseModule.forRoot({ schema: 'app', migrations: {} }),
        IdempotencyModule.forInbox(),
      ],
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    ledger = app.get(StartLedger);
  });
  afterAll(() => app.close());

  const unfinished = (started: StartedMessage) => ledger.unfinished(started, 'the asking one');

  it('counts who started a message without an outcome, of each message of each consumer', async () => {
    await ledger.begin(message, 'first process');
    await ledger.begin(message, 'second process');

    expect(await unfinished(message)).toBe(2);
    expect(await unfinished({ ...message, consumer: 'other' })).toBe(0);
    expect(await unfinished({ ...message, eventSource: '/other' })).toBe(0);
    expect(await unfinished({ ...message, eventId: '2' })).toBe(0);
  });

  it('counts a process once, and not the one that asks', async () => {
    const started = { ...message, eventId: '5' };
    for (const process of ['a', 'b', 'a', 'b']) await ledger.begin(started, process);

    expect(await unfinished(started)).toBe(2);
    expect(await ledger.unfinished(started, 'a')).toBe(1);
  });

  it('forgets those that have an outcome', async () => {
    const another = { ...message, eventId: '3' };
    await ledger.begin(message, 'a process');
    await ledger.begin(another, 'a process');

    await ledger.end([message, { ...message, eventId: 'never started' }]);

    expect([await unfinished(message), await unfinished(another)]).toEqual([0, 1]);
  });

  it('keeps a start whose transaction is rolled back', async () => {
    const started = { ...message, eventId: '4' };
    const failing = app.get(Database).transaction(async () => {
      await ledger.begin(started, 'a process');
      throw new Error('rolled back');
    });

    await expect(failing).rejects.toThrow('rolled back');
    expect(await unfinished(started)).toBe(1);
  });
});
