import type { INestApplicationContext } from '@nestjs/common';
import type { CloudEvent } from '@app/events';
import { EffectWatch } from './effect-watch.js';
import type { OutsideEffects } from './effect-watch.js';
import { HandlerUnderTest } from './handler-under-test.js';
import { mustDiffer, mustEqual } from './must-equal.js';

const AT_ONCE = 5;

export interface ExpectOptions {
  /** Name of the channel that brings the event, where several could. */
  readonly channel?: string;
  /** Effects that are in no table of the app, such as what a fake of an API was asked for. */
  readonly outside?: OutsideEffects;
  /** Tables that don't count, such as one that counts calls. */
  readonly ignoredTables?: readonly string[];
}

/**
 * The handler that `app` has for `event` does its work once, also when the event comes again and
 * when several come at once. Its work is what is there because of it: rows of the app's schema,
 * messages that it sends, and what `outside` tells of.
 *
 * @param app one of `startSystem()`; nothing else may be going on in it. It is left as it was
 * @throws Error that says what was done twice or got lost, or that nothing was done
 */
export async function expectIdempotent(
  app: INestApplicationContext,
  event: CloudEvent,
  options: ExpectOptions = {},
): Promise<void> {
  const handler = HandlerUnderTest.of(app, event, options.channel);
  const watch = await EffectWatch.begin(app, event, options);
  try {
    const before = await watch.effect();
    await handler.deliverUntilHandled();
    const once = await watch.effect();
    mustDiffer(before, once, event.type);

    await handler.deliverUntilHandled();
    mustEqual(
      once,
      await watch.effect(),
      `${event.type}, delivered once more after it was handled`,
    );

    await watch.undo();
    await Promise.all(Array.from({ length: AT_ONCE }, () => handler.deliverUntilHandled()));
    mustEqual(once, await watch.effect(), `${event.type}, delivered ${AT_ONCE} times at once`);
  } finally {
    await watch.end();
  }
}
