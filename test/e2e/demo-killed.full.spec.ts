import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Random } from '@app/testing';
import { allAppNames } from '../../tools/apps/apps.js';
import { startApps } from '../../tools/apps/start-apps.js';
import type { OrderBooks } from './books.js';
import { areGone, RunningDemo } from './killed-demo.js';
import { LedgerBooks } from './ledger-books.js';
import { openTestResources, type TestResources } from './test-resources.js';

/** How often a demo is killed; each victim comes in turn. More of them: `DEMO_KILLS=30`. */
const kills = Number(process.env['DEMO_KILLS'] ?? 4);
const seed = Number(process.env['DEMO_KILLS_SEED'] ?? Date.now() % 100_000);
/** What a dead process held is free soon. */
const shortLeases = {
  SQS_VISIBILITY_TIMEOUT_SECONDS: '6',
  BULLMQ_LOCK_MS: '4000',
  KAFKA_SESSION_TIMEOUT_MS: '6000',
  REDIS_STREAMS_MIN_IDLE_MS: '4000',
  IDEMPOTENCY_LEASE_SECONDS: '6',
};
/** The story is told within this, mostly. */
const storyMs = 6_000;

describe(`npm run demo, killed ${kills} times (DEMO_KILLS_SEED=${seed})`, () => {
  jest.setTimeout(120_000 + kills * 90_000);
  let resources: TestResources;
  let ledger: LedgerBooks;

  beforeEach(async () => {
    const opened = await openTestResources('killed');
    const environment = { ...opened.environment, ...shortLeases, ADMIN_TOKEN: 'x'.repeat(16) };
    resources = { ...opened, environment };
    ledger = new LedgerBooks(resources.environment['DATABASE_URL']!, resources.prefix);
  });
  afterEach(async () => {
    await ledger.close();
    await resources.deleteAll();
  });

  it('leaves no order in a wrong state once it runs again', async () => {
    const random = new Random(seed);
    const victims = ['everything', ...random.shuffled(['demo', ...allAppNames])];
    for (let kill = 0; kill < kills; kill++) {
      await runAndKill(victims[kill % victims.length]!, random.between(0, storyMs));
    }

    const last = new RunningDemo(resources.environment);
    expect({ code: await last.ended(), output: last.output }).toMatchObject({ code: 0 });

    expect(await wrongsInTheEnd()).toEqual([]);
  });

  /** What the dead had in their hands comes back to the living once its lease is over. */
  async function wrongsInTheEnd(): Promise<string[]> {
    const apps = await startApps({
      apps: allAppNames,
      environment: resources.environment,
      ports: 'free',
    });
    let wrongs: string[] = [];
    const deadlineMs = Date.now() + 60_000;
    do {
      wrongs = await wrongsNow();
      await sleep(500);
    } while (wrongs.length > 0 && Date.now() < deadlineMs);
    await apps.stop();
    return wrongs;
  }

  async function wrongsNow(): Promise<string[]> {
    const explained = new Set(await ledger.openKeys());
    const wrongs = [...(await resources.books.all())].flatMap(([id, books]) =>
      explained.has(id) ? [] : wrongsOf(books).map((wrong) => `order ${id}: ${wrong}`),
    );
    const unpublished = await resources.books.unpublished();
    return unpublished === 0 ? wrongs : [...wrongs, `${unpublished} messages in outboxes`];
  }

  async function runAndKill(victim: string, afterMs: number): Promise<void> {
    const demo = new RunningDemo(resources.environment);
    await demo.isUnderWay();
    await sleep(afterMs);
    const processes = demo.processes();
    const pids = victim === 'everything' ? [...processes.values()] : [processes.get(victim)];
    for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await demo.ended();
    await areGone(processes.values());
  }
});

/** A mail may come twice where a process died between it and its record (docs/guarantees.md). */
function wrongsOf(books: OrderBooks): string[] {
  const { audited, charges, invoices, mails, notifications, payment, reserved, shipments } = books;
  const seen = { status: books.status, charges, shipments, invoices, audited };
  const completed = { status: 'completed', charges: 1, shipments: 1, invoices: 1, audited: 2 };
  const cancelled = { ...completed, status: 'cancelled', charges: 0, shipments: 0, invoices: 0 };
  const expected = books.status === 'completed' ? completed : { ...cancelled, audited };
  const isHalf =
    books.status === 'completed'
      ? mails < 1 || payment !== 'captured' || reserved === 0
      : mails > 0 || payment === 'captured' || reserved > 0;
  const repeated = books.steps.filter((step, index) => books.steps.indexOf(step) !== index);
  const differences = Object.entries(expected).filter(
    ([name, value]) => seen[name as keyof typeof seen] !== value,
  );
  return [
    ...differences.map(([name, value]) => `${name} is not ${value} in ${JSON.stringify(books)}`),
    ...(isHalf ? [`it is half done: ${JSON.stringify(books)}`] : []),
    ...(repeated.length > 0 ? [`steps came twice: ${repeated.join(', ')}`] : []),
    ...(notifications.length === 1 ? [] : [`told ${notifications.length} times`]),
  ];
}
