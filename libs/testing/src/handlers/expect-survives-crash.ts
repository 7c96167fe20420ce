import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/database';
import type { CloudEvent } from '@app/events';
import { deliveryScope } from '@app/messaging';
import { EffectWatch } from './effect-watch.js';
import type { ExpectOptions } from './expect-idempotent.js';
import { findIn } from './find-in.js';
import { HandlerUnderTest } from './handler-under-test.js';
import { mustDiffer, mustEqual } from './must-equal.js';

/**
 * The handler that `app` has for `event` does its work once although the process dies under it and
 * the broker delivers again: just before each transaction of the handler commits, and just before
 * the acknowledgement. What dies here is the transaction or the acknowledgement, not the process.
 *
 * @param app one of `startSystem()`; nothing else may be going on in it. It is left as it was
 * @throws Error that says what was done twice or got lost, or that nothing was done
 */
export async function expectSurvivesCrash(
  app: INestApplicationContext,
  event: CloudEvent,
  options: ExpectOptions = {},
): Promise<void> {
  const handler = HandlerUnderTest.of(app, event, options.channel);
  const watch = await EffectWatch.begin(app, event, options);
  const database = findIn(app, Database);
  try {
    const before = await watch.effect();
    const commits = await countCommits(database, event, () => handler.deliverUntilHandled());
    const once = await watch.effect();
    mustDiffer(before, once, event.type);

    for (let commit = 1; commit <= commits; commit++) {
      await watch.undo();
      await crashAtCommit(commit, database, event, () => handler.deliver());
      await watch.rewind();
      await handler.deliverUntilHandled();
      const when = `before it commits${commits > 1 ? ` transaction ${commit} of ${commits}` : ''}`;
      mustEqual(once, await watch.effect(), `${event.type}, whose process dies ${when}`);
    }

    await watch.undo();
    await handler.deliver();
    await handler.deliverUntilHandled();
    const what = `${event.type}, whose process dies before it acknowledges`;
    mustEqual(once, await watch.effect(), what);
  } finally {
    await watch.end();
  }
}

class SimulatedCrash extends Error {
  constructor() {
    super('The process died here.');
  }
}

async function countCommits(
  database: Database | undefined,
  event: CloudEvent,
  work: () => Promise<unknown>,
): Promise<number> {
  let commits = 0;
  await atEachCommit(database, event, () => void (commits += 1), work);
  return commits;
}

async function crashAtCommit(
  number: number,
  database: Database | undefined,
  event: CloudEvent,
  work: () => Promise<unknown>,
): Promise<void> {
  let commits = 0;
  const crash = () => {
    commits += 1;
    if (commits === number) throw new SimulatedCrash();
  };
  await atEachCommit(database, event, crash, work);
  if (commits >= number) return;
  throw new Error(
    `${event.type} committed ${commits} transactions where it had committed ${number} before: it ` +
      'did not crash, so this shows nothing. Let a handler do the same work each time.',
  );
}

/** Calls `hook` at the end of each transaction of the event's delivery; if it throws, nothing is kept. */
async function atEachCommit(
  database: Database | undefined,
  event: CloudEvent,
  hook: () => void,
  work: () => Promise<unknown>,
): Promise<void> {
  if (!database) return void (await work());
  const newTransaction = database.newTransaction.bind(database);
  database.newTransaction = (inner, options) =>
    newTransaction(async (transaction) => {
      const result = await inner(transaction);
      if (deliveryScope.current()?.event.id === event.id) hook();
      return result;
    }, options);
  try {
    await work();
  } finally {
    database.newTransaction = newTransaction;
  }
}
