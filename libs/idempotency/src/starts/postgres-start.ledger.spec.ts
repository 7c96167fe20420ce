import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database, DatabaseModule } from '@app/database';
import { StartLedger } from '@app/messaging';
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

  it('counts starts without an outcome, of each message of each consumer', async () => {
    await ledger.begin(message);
    await ledger.begin(message);

    expect(await ledger.unfinished(message)).toBe(2);
    expect(await ledger.unfinished({ ...message, consumer: 'other' })).toBe(0);
    expect(await ledger.unfinished({ ...message, eventSource: '/other' })).toBe(0);
    expect(await ledger.unfinished({ ...message, eventId: '2' })).toBe(0);
  });

  it('forgets those that have an outcome', async () => {
    const another = { ...message, eventId: '3' };
    await ledger.begin(message);
    await ledger.begin(another);

    await ledger.end([message, { ...message, eventId: 'never started' }]);

    expect([await ledger.unfinished(message), await ledger.unfinished(another)]).toEqual([0, 1]);
  });

  it('keeps a start whose transaction is rolled back', async () => {
    const started = { ...message, eventId: '4' };
    const failing = app.get(Database).transaction(async () => {
      await ledger.begin(started);
      throw new Error('rolled back');
    });

    await expect(failing).rejects.toThrow('rolled back');
    expect(await ledger.unfinished(started)).toBe(1);
  });
});
