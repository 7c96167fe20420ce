import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, type Type } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import { readDeadLetterHeader } from '@app/dlq';
import { defineEvent, EventCatalogue, type EventData } from '@app/events';
import {
  DeliverySignal,
  EventPublisher,
  EventRoutes,
  HealthRegistry,
  startApp,
} from '@app/messaging';
import { inMemory, InMemoryBroker, ManualClock, startSystem, until } from '@app/testing';
import type { RunningSystem } from '@app/testing';
import { IdempotencyModule } from '../idempotency.module.js';
import { Idempotent } from '../idempotent.decorator.js';

const MailAsked = defineEvent({
  name: 'mail.ask',
  version: 1,
  schema: z.object({ id: z.string(), text: z.string() }),
  subject: ({ id }) => id,
  idempotencyKey: ({ id }) => id,
});
const queue = { broker: 'rabbitmq', name: 'mails', kind: 'queue' } as const;
const catalogue = new EventCatalogue([MailAsked]);
const routes = new EventRoutes([[MailAsked, [queue]]]);

let sent: string[] = [];
let failures = 0;
/** What the handler waits for; its signal ends that. */
let gate: Promise<void> = Promise.resolve();
let signals: AbortSignal[] = [];

@Controller()
class MailHandler {
  @EventPattern<string>(MailAsked.type)
  @Idempotent({ store: 'lease' })
  async handle(
    @Payload() { text }: EventData<typeof MailAsked>,
    @DeliverySignal() signal: AbortSignal,
  ): Promise<void> {
    signals.push(signal);
    await Promise.race([gate, aborted(signal)]);
    if (failures-- > 0) throw new Error('The mail server is away');
    sent.push(text);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

@Module({ imports: [IdempotencyModule.forLeases()], controllers: [MailHandler] })
class MailModule {}

@Module({ controllers: [MailHandler] })
class WithoutLeasesModule {}

const appOf = (module: Type) => ({
  name: 'mailer',
  module,
  consumes: [{ channel: queue }],
  publishes: [MailAsked],
  healthPort: 0,
});

describe("@Idempotent({ store: 'lease' })", () => {
  let system: RunningSystem;
  let clock: ManualClock;

  beforeEach(async () => {
    [sent, signals, failures, gate] = [[], [], 0, Promise.resolve()];
    clock = new ManualClock();
    system = await startSystem({
      apps: [appOf(MailModule)],
      catalogue,
      routes,
      declare: (topology) => topology.declareQueue('mails'),
      clock,
    });
  });
  afterEach(() => system.stop());

  const ask = (id: string, text: string) =>
    system.app('mailer').get(EventPublisher).publish(MailAsked, { id, text });
  const later = (what: string, probe: () => boolean) =>
    until(
      () => {
        clock.advance(1_000);
        return probe();
      },
      { what },
    );
  const left = () => system.broker.unsettled('mails');

  it('suppresses a duplicate, also one at the same time', async () => {
    let open!: () => void;
    gate = new Promise((resolve) => (open = resolve));
    await Promise.all([ask('1', 'hello'), ask('1', 'hello')]);
    await until(() => signals.length === 1 && clock.pending >= 3, { what: 'the hand-back' });

    open();

    await later('both to be settled', () => left() === 0);
    expect(sent).toEqual(['hello']);
  });

  it('sets aside another payload under the same key', async () => {
    await ask('1', 'hello');
    await later('the first', () => sent.length === 1);

    await ask('1', 'goodbye');

    const [dead] = await until(() => {
      const letters = system.broker.deadLettersOf('mails');
      return letters.length > 0 && letters;
    });
    expect(readDeadLetterHeader(dead!.headers)?.reason).toBe('IDEMPOTENCY_MISMATCH');
    expect(sent).toEqual(['hello']);
  });

  it('tries again what failed', async () => {
    failures = 1;
    await ask('1', 'hello');

    await later('the mail', () => sent.length === 1);
    expect(signals).toHaveLength(2);
  });

  it('does nothing without its store, and costs no attempt, for as long as that takes', async () => {
    system.leases.isUp = false;
    await ask('1', 'hello');
    let hours = 0;
    await later('an hour', () => (hours += 1) > 60);
    expect(signals).toHaveLength(0);
    const health = system.app('mailer').get(HealthRegistry).report();
    expect(health).toMatchObject({ idempotency: { status: 'down' } });

    system.leases.isUp = true;

    await later('the mail', () => sent.length === 1);
    expect(system.broker.deadLettersOf('mails')).toEqual([]);
  });

  it('aborts the signal of a handler whose lease was lost, and leaves the message', async () => {
    gate = new Promise(() => undefined);
    await ask('1', 'hello');
    await until(() => signals.length === 1, { what: 'the handler' });

    system.leases.clear();
    await later('the signal', () => signals[0]!.aborted);
    gate = Promise.resolve();

    await later('the mail', () => sent.length === 1);
    expect(signals).toHaveLength(2);
  });

  it.each([
    ['the app has none', WithoutLeasesModule, /IdempotencyModule\.forLeases\(\) in the app module/],
    ['the system keeps none', MailModule, /RedisLeaseModule\.forRoot\(\)/],
  ])('fails at boot when %s', async (_, module, message) => {
    const starting = startApp(appOf(module), {
      adapters: [inMemory(new InMemoryBroker(clock), ['rabbitmq'])],
      catalogue,
      routes,
      clock,
      environment: {},
      logger: false,
    });

    await expect(starting).rejects.toThrow(message);
  });
});
