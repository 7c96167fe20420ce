import { EventEmitter, once } from 'node:events';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Catch, Controller, Injectable, Module, UseFilters } from '@nestjs/common';
import { UseGuards, UseInterceptors, type CanActivate, type ExceptionFilter } from '@nestjs/common';
import type { CallHandler, INestApplication, NestInterceptor } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { createEvent, defineEvent, encodeEvent, EventCatalogue } from '@app/events';
import type { CloudEvent, EventDefinition } from '@app/events';
import { EMPTY, type Observable } from 'rxjs';
import { z } from 'zod';
import type { AppDefinition } from '../app/app-definition.js';
import type { BrokerAdapter } from '../app/broker-adapter.js';
import { SystemClock } from '../app/clock.js';
import { HealthRegistry } from '../app/health.js';
import { startApp } from '../app/start-app.js';
import { DeliveryContext } from '../delivery/delivery-context.js';
import { DeliverySignal, Event } from '../delivery/delivery.decorators.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import type { Delivery } from '../delivery/delivery.js';
import type { Channel } from '../delivery/subscription.js';
import { UnrecoverableError } from '../errors/unrecoverable.error.js';
import { EventRoutes } from '../publishing/event-routes.js';
import { MessagePublisher } from '../publishing/message-publisher.js';
import type { Settlement } from '../settlement/settlement.js';
import { ConsumerTransport } from './consumer-transport.js';
import type { Consumer } from './consumer.js';
import { createConsumer } from './create-consumer.js';
import { DeliveryPipeline } from './delivery-pipeline.js';
import { DeliveryStatistics } from './delivery-statistics.js';

const define = (name: string): EventDefinition =>
  defineEvent({
    name,
    version: 1,
    schema: z.object({ id: z.string() }),
    subject: (data) => data.id,
  });
const Plain = define('test.plain');
const Guarded = define('test.guarded');
const Intercepted = define('test.intercepted');
const Swallowed = define('test.swallowed');
const Unhandled = define('test.unhandled');
const catalogue = new EventCatalogue([Plain, Guarded, Intercepted, Swallowed, Unhandled]);
const channel: Channel = { broker: 'test', name: 'work', kind: 'queue' };

class NoGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

class Passing implements NestInterceptor {
  intercept(_: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

@Catch()
class SwallowFilter implements ExceptionFilter {
  catch(): Observable<never> {
    return EMPTY;
  }
}

const work = jest.fn<(...args: unknown[]) => Promise<unknown>>();

@Controller()
class Handlers {
  @EventPattern<string>(Plain.type)
  plain(
    @Payload() data: unknown,
    @Ctx() context: DeliveryContext,
    @Event() event: CloudEvent,
    @DeliverySignal() signal: AbortSignal,
  ): unknown {
    return work(data, context, event, signal);
  }

  @UseGuards(NoGuard)
  @EventPattern<string>(Guarded.type)
  guarded(): unknown {
    return work();
  }

  @UseInterceptors(Passing, Passing)
  @EventPattern<string>(Intercepted.type)
  intercepted(): unknown {
    return work();
  }

  @UseFilters(SwallowFilter)
  @EventPattern<string>(Swallowed.type)
  swallowed(): unknown {
    return work();
  }
}

@Module({ controllers: [Handlers] })
class HandlersModule {}

@Injectable()
class TestTransport extends ConsumerTransport {
  private consumer: Consumer | undefined;

  constructor(private readonly pipeline: DeliveryPipeline) {
    super();
  }

  protected async start(): Promise<void> {
    const retry = { maxRetries: 1 };
    this.consumer = createConsumer(this.handlers, { channel, retry }, catalogue, 4_096);
  }

  close(): void {}

  die(reason: Error): void {
    this.giveUp(reason);
  }

  deliver(delivery: Delivery): Promise<Settlement> {
    return this.pipeline.process(delivery, this.consumer!);
  }
}

class NoPublisher extends MessagePublisher {
  readonly brokers = ['test'];

  maxBodyBytes(): number {
    return 4_096;
  }

  publish(): Promise<void> {
    return Promise.resolve();
  }
}

const adapter: BrokerAdapter = {
  brokers: ['test'],
  transport: TestTransport,
  publisher: NoPublisher,
  module: () => ({
    module: class TestBrokerModule {},
    global: true,
    providers: [TestTransport, NoPublisher],
    exports: [TestTransport, NoPublisher],
  }),
};

const app: AppDefinition = {
  name: 'tester',
  module: HandlersModule,
  consumes: [{ channel }],
  publishes: [],
  healthPort: 0,
};

function deliveryOf(definition: EventDefinition, more: Partial<Delivery> = {}): Delivery {
  const event = createEvent(definition, { id: 'x-1' }, { source: '/test', time: new Date() });
  return {
    ...encodeEvent(event),
    source: { ...channel, consumer: 'tester:work', coordinates: { tag: 1 } },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
    ...more,
  };
}

describe('DeliveryPipeline', () => {
  let nest: INestApplication;
  let transport: TestTransport;

  beforeEach(async () => {
    work.mockReset();
    nest = await startApp(app, {
      adapters: [adapter],
      catalogue,
      routes: new EventRoutes([]),
      clock: new SystemClock(),
      environment: {},
      logger: false,
    });
    transport = nest.get(TestTransport, { strict: false });
  });

  afterEach(() => nest.close());

  it('acknowledges what a handler took, and tells it all about the delivery', async () => {
    const delivery = deliveryOf(Plain);

    const settlement = await transport.deliver(delivery);

    expect(settlement).toEqual({ kind: 'ack' });
    expect(work).toHaveBeenCalledTimes(1);
    const [data, context, event, signal] = work.mock.calls[0]!;
    expect(data).toEqual({ id: 'x-1' });
    expect(context).toBeInstanceOf(DeliveryContext);
    expect((context as DeliveryContext).delivery).toBe(delivery);
    expect(event).toMatchObject({ type: Plain.type, data: { id: 'x-1' } });
    expect(signal).toBe(delivery.signal);
  });

  it('tells health of a consumer that has given up, and why', () => {
    const health = nest.get(HealthRegistry, { strict: false });
    expect(health.deadBecause).toBeUndefined();

    const reason = new Error('the queue is another one');
    transport.die(reason);

    expect(health.deadBecause).toBe(reason);
  });

  it('waits for a handler that is asynchronous', async () => {
    const finish = new EventEmitter();
    work.mockReturnValue(once(finish, 'finish'));
    let settled = false;

    const settlement = transport.deliver(deliveryOf(Plain)).then(() => (settled = true));
    await new Promise(setImmediate);

    expect(settled).toBe(false);
    finish.emit('finish');
    await settlement;
  });

  it('runs a handler inside the scope of its delivery, and nothing after it', async () => {
    const delivery = deliveryOf(Plain);
    let inside: unknown;
    work.mockImplementation(async () => (inside = deliveryScope.current()?.delivery));

    await transport.deliver(delivery);

    expect(inside).toBe(delivery);
    expect(deliveryScope.current()).toBeUndefined();
  });

  it('keeps the original error of a handler', async () => {
    const failure = new Error('database is away');
    work.mockRejectedValue(failure);

    const settlement = await transport.deliver(deliveryOf(Plain));

    expect(settlement).toMatchObject({ kind: 'retry', costsAttempt: true });
    expect('error' in settlement && settlement.error).toBe(failure);
  });

  it('takes an error of another realm for an error', async () => {
    const failure = runInNewContext("new Error('socket hang up')") as Error;
    work.mockRejectedValue(failure);

    const settlement = await transport.deliver(deliveryOf(Plain));

    expect('error' in settlement && settlement.error).toBe(failure);
  });

  it('makes a dead letter of the last failure', async () => {
    work.mockRejectedValue(new Error('database is away'));

    const settlement = await transport.deliver(deliveryOf(Plain, { attempt: 2 }));

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED' });
  });

  it('makes a dead letter of an unrecoverable failure at once', async () => {
    const failure = new UnrecoverableError('no such card');
    work.mockRejectedValue(failure);

    const settlement = await transport.deliver(deliveryOf(Plain));

    expect(settlement).toEqual({ kind: 'dead-letter', reason: 'UNRECOVERABLE', error: failure });
  });

  it.each([
    ['a text', 'broken'],
    ['nothing', undefined],
    ['a symbol', Symbol('broken')],
    ['an object without prototype', Object.create(null)],
    ['an object that cannot be text', { toString: () => Object.create(null) as string }],
  ])('settles when a handler throws %s', async (_, thrown) => {
    work.mockImplementation(() => {
      throw thrown;
    });

    const settlement = await transport.deliver(deliveryOf(Plain));

    expect(settlement).toMatchObject({ kind: 'retry', error: expect.any(Error) });
  });

  it('does not try again what a guard refused', async () => {
    const settlement = await transport.deliver(deliveryOf(Guarded));

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'FORBIDDEN' });
    expect(work).not.toHaveBeenCalled();
  });

  it('runs a handler behind interceptors exactly once', async () => {
    const settlement = await transport.deliver(deliveryOf(Intercepted));

    expect(settlement).toEqual({ kind: 'ack' });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('keeps the original error behind interceptors', async () => {
    const failure = new Error('database is away');
    work.mockRejectedValue(failure);

    const settlement = await transport.deliver(deliveryOf(Intercepted));

    expect('error' in settlement && settlement.error).toBe(failure);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('acknowledges what a filter of the handler answered with EMPTY', async () => {
    work.mockRejectedValue(new Error('not worth a retry'));

    expect(await transport.deliver(deliveryOf(Swallowed))).toEqual({ kind: 'ack' });
  });

  it('never runs a handler for bytes that are no event', async () => {
    const settlement = await transport.deliver(deliveryOf(Plain, { body: Buffer.from('{') }));

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'INVALID_JSON' });
    expect(work).not.toHaveBeenCalled();
  });

  it('counts what it settled and what it ignored', async () => {
    const onStream = { ...channel, kind: 'stream' as const, consumer: 'tester', coordinates: {} };
    await transport.deliver(deliveryOf(Plain));
    await transport.deliver(deliveryOf(Plain));
    await transport.deliver(deliveryOf(Unhandled));

    const ignored = await transport.deliver(deliveryOf(Unhandled, { source: onStream }));

    const statistics = nest.get(DeliveryStatistics, { strict: false });
    expect(ignored).toEqual({ kind: 'ack' });
    expect(statistics.of(channel, 'ack')).toBe(2);
    expect(statistics.of(channel, 'ignored')).toBe(1);
    expect(statistics.of(channel, 'dead-letter')).toBe(1);
    expect(statistics.meter(channel)).toMatchObject({ settled: 4, inFlight: 0 });
  });
});
