import { once } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { defineEvent, type CloudEvent } from '@app/events';
import { aDelivery, anEvent, InMemoryStartLedger, until } from '@app/testing';
import { z } from 'zod';
import { HandBackError } from '../errors/hand-back.error.js';
import { replayHeaders } from '../delivery/replay-headers.js';
import { CrashGuard } from './crash-guard.js';
import type { StartedMessage } from './start-ledger.js';

Logger.overrideLogger(false);

const Happened = defineEvent({
  name: 'test.happened',
  version: 1,
  schema: z.object({ id: z.string() }),
  subject: (data) => data.id,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));
const forever = () => new Promise<void>(() => undefined);

const run = (
  guard: CrashGuard,
  event: CloudEvent,
  handle: () => Promise<void> = async () => undefined,
  { mayHaveStarted = true, signal = new AbortController().signal } = {},
) => guard.run(aDelivery(event, { mayHaveStarted, signal }), event, [signal], handle);

/** A ledger that survives the guards, as a server does their processes. */
class Ledger extends InMemoryStartLedger {
  isDown = false;
  onRead = (): void => undefined;
  onWrite = (): void => undefined;
  writes = 0;

  override async unfinished(message: StartedMessage, process: string): Promise<number> {
    this.check();
    this.onRead();
    return super.unfinished(message, process);
  }

  override async begin(message: StartedMessage, process: string): Promise<void> {
    this.check();
    this.writes += 1;
    this.onWrite();
    return super.begin(message, process);
  }

  override async end(messages: readonly StartedMessage[]): Promise<void> {
    this.check();
    return super.end(messages);
  }

  private check(): void {
    if (this.isDown) throw new HandBackError('The server is away.');
  }
}

describe('CrashGuard', () => {
  let ledger: Ledger;
  let killer: CloudEvent;

  beforeEach(() => {
    ledger = new Ledger();
    killer = anEvent(Happened, { id: 'killer' });
  });

  const newProcess = () => new CrashGuard({}, ledger);
  const startsOf = (event: CloudEvent) => {
    const { consumer } = aDelivery(event).source;
    const message = { consumer, eventSource: event.source, eventId: event.id };
    return ledger.unfinished(message, 'of the test');
  };
  /** Starts the handler, which never ends: its process is forgotten. */
  const crash = async (event = killer) => {
    let hasStarted = false;
    const handle = () => {
      hasStarted = true;
      return forever();
    };
    void run(newProcess(), event, handle);
    await until(() => hasStarted);
  };
  const replay = (number: number) => {
    const headers = replayHeaders({ of: 'a'.repeat(32), number });
    const delivery = aDelivery(killer, { headers, mayHaveStarted: true });
    return newProcess().run(delivery, killer, [delivery.signal], async () => undefined);
  };

  it('writes nothing for a message that is new to everyone', async () => {
    await run(newProcess(), killer, undefined, { mayHaveStarted: false });

    expect(ledger.writes).toBe(0);
  });

  it('sets a message aside that left no outcome three times, without its handler', async () => {
    for (let crashes = 0; crashes < 3; crashes++) await crash();
    let hasStarted = false;
    const handle = async () => {
      hasStarted = true;
    };

    await expect(run(newProcess(), killer, handle)).rejects.toMatchObject({ code: 'CRASH_LOOP' });
    expect(hasStarted).toBe(false);
  });

  it('sets it aside again where it comes again before its dead letter is written', async () => {
    for (let crashes = 0; crashes < 3; crashes++) await crash();
    await run(newProcess(), killer).catch((error: unknown) => error);

    await expect(run(newProcess(), killer)).rejects.toMatchObject({ code: 'CRASH_LOOP' });
  });

  it('starts anew with each replay of a message that was set aside', async () => {
    for (let crashes = 0; crashes < 3; crashes++) await crash();
    await expect(replay(1)).resolves.toBeUndefined();
    await expect(replay(2)).resolves.toBeUndefined();
  });

  it('takes copies of a message that run side by side for no deaths', async () => {
    const guard = newProcess();
    const handled = new AbortController();
    let started = 0;
    const handle = async () => {
      started += 1;
      if (!handled.signal.aborted) await once(handled.signal, 'abort');
    };
    const copies: Promise<void>[] = [];
    while (copies.length < 5) {
      copies.push(run(guard, killer, handle));
      await until(() => started === copies.length);
    }

    handled.abort();

    await expect(Promise.all(copies)).resolves.toHaveLength(5);
    expect(await startsOf(killer)).toBe(0);
  });

  it.each<[string, () => Promise<void>]>([
    ['succeeds', async () => undefined],
    ['fails', () => Promise.reject(new Error('no'))],
    ['is handed back', () => Promise.reject(new HandBackError('later'))],
  ])('forgets the starts of a message that %s', async (_, handle) => {
    await crash();
    await crash();
    await run(newProcess(), killer, handle).catch((error: unknown) => error);

    expect(await startsOf(killer)).toBe(0);
  });

  it('takes being given up for an outcome, even where the handler never ends', async () => {
    const owned = new AbortController();
    void run(newProcess(), killer, forever, { signal: owned.signal });
    await until(async () => (await startsOf(killer)) === 1);

    owned.abort();

    await settle();
    expect(await startsOf(killer)).toBe(0);
  });

  it('runs a message alone whose last start left no outcome, and charges nobody who waits', async () => {
    await crash();
    const guard = newProcess();
    const [neighbour, behind] = [
      anEvent(Happened, { id: 'neighbour' }),
      anEvent(Happened, { id: 'behind' }),
    ];
    let finish: (() => void) | undefined;
    const order: string[] = [];
    const running = run(guard, neighbour, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('neighbour');
    });
    await until(async () => (await startsOf(neighbour)) === 1);
    const alone = run(guard, killer, async () => {
      expect(await startsOf(behind)).toBe(0);
      order.push('killer');
    });
    const last = run(guard, behind, async () => {
      order.push('behind');
    });
    await settle();
    expect(order).toEqual([]);

    finish?.();
    await Promise.all([running, alone, last]);

    expect(order).toEqual(['neighbour', 'killer', 'behind']);
  });

  it('does not start what it cannot write down', async () => {
    ledger.isDown = true;
    let hasStarted = false;
    const handle = async () => {
      hasStarted = true;
    };

    await expect(run(newProcess(), killer, handle)).rejects.toBeInstanceOf(HandBackError);
    expect(hasStarted).toBe(false);
  });

  it('writes an outcome down later where the ledger is away', async () => {
    const guard = newProcess();
    await run(guard, killer, async () => {
      ledger.isDown = true;
    });
    ledger.isDown = false;
    expect(await startsOf(killer)).toBe(1);

    await run(guard, anEvent(Happened, { id: 'another' }));

    expect(await startsOf(killer)).toBe(0);
  });

  it.each<[string, (given: AbortController) => void]>([
    ['before it is looked up', (given) => given.abort()],
    ['while it is looked up', (given) => (ledger.onRead = () => given.abort())],
    ['while it is written down', (given) => (ledger.onWrite = () => given.abort())],
  ])('does not start what is given up %s, and forgets it', async (_, giveUp) => {
    const given = new AbortController();
    giveUp(given);
    let hasStarted = false;
    const handle = async () => {
      hasStarted = true;
    };

    const running = run(newProcess(), killer, handle, { signal: given.signal });

    await expect(running).rejects.toBeInstanceOf(HandBackError);
    expect(hasStarted).toBe(false);
    expect(await startsOf(killer)).toBe(0);
  });

  it('hands back what is given up while it waits to be alone', async () => {
    await crash();
    const guard = newProcess();
    void run(guard, anEvent(Happened, { id: 'neighbour' }), forever);
    await settle();
    const given = new AbortController();
    const waiting = run(guard, killer, undefined, { signal: given.signal });
    await settle();

    given.abort();

    await expect(waiting).rejects.toBeInstanceOf(HandBackError);
  });

  it('holds nobody up for ever behind a handler that hangs', async () => {
    await crash();
    const guard = new CrashGuard({ CRASH_ALONE_PATIENCE_MS: '20' }, ledger);
    void run(guard, anEvent(Happened, { id: 'hangs' }), forever);
    await settle();

    const waiting = run(guard, killer);
    const behind = run(guard, anEvent(Happened, { id: 'behind' }));

    await expect(waiting).rejects.toBeInstanceOf(HandBackError);
    await expect(behind).resolves.toBeUndefined();
  });

  it('lets others run beside one that runs alone and hangs', async () => {
    await crash();
    const guard = new CrashGuard({ CRASH_ALONE_PATIENCE_MS: '20' }, ledger);
    let hasStarted = false;
    void run(guard, killer, () => {
      hasStarted = true;
      return forever();
    });
    await until(() => hasStarted);

    await expect(run(guard, anEvent(Happened, { id: 'behind' }))).resolves.toBeUndefined();
  });
});
