import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Controller, Injectable, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { afterEach, describe, expect, it } from '@jest/globals';
import { defineEvent, EventCatalogue, type EventData } from '@app/events';
import { deliveryScope, EventPublisher, EventRoutes, type AppDefinition } from '@app/messaging';
import { z } from 'zod';
import { ManualClock } from '../time/manual.clock.js';
import { until } from '../time/until.js';
import { startSystem, type RunningSystem } from './start-system.js';

const schema = z.object({ id: z.string() });
const subject = ({ id }: { id: string }) => id;
const Asked = defineEvent({ name: 'question.ask', version: 1, schema, subject });
const Answered = defineEvent({ name: 'question.answered', version: 1, schema, subject });

const ambient = new AsyncLocalStorage<string>();

@Injectable()
class Notes {
  readonly seen: (string | undefined)[] = [];
  failures = 0;
}

@Controller()
class Answerer {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly notes: Notes,
  ) {}

  @EventPattern<string>(Asked.type)
  async answer(@Payload() { id }: EventData<typeof Asked>): Promise<void> {
    this.notes.seen.push(ambient.getStore());
    if (this.notes.failures-- > 0) throw new Error('not yet');
    await this.publisher.publish(Answered, { id });
  }
}

@Controller()
class Asker {
  constructor(private readonly notes: Notes) {}

  @EventPattern<string>(Answered.type)
  done(): void {
    this.notes.seen.push(deliveryScope.current()?.event.correlationid);
  }
}

@Module({ controllers: [Asker], providers: [Notes] })
class AskerModule {}

@Module({ controllers: [Answerer], providers: [Notes] })
class AnswererModule {}

const questions = { broker: 'rabbitmq', name: 'questions', kind: 'queue' } as const;
const facts = { broker: 'kafka', name: 'facts', kind: 'stream' } as const;
const asker: AppDefinition = {
  name: 'asker',
  module: AskerModule,
  consumes: [{ channel: facts }],
  publishes: [Asked],
  healthPort: 0,
};
const answerer: AppDefinition = {
  name: 'answerer',
  module: AnswererModule,
  consumes: [{ channel: questions }],
  publishes: [Answered],
  healthPort: 0,
};

describe('startSystem', () => {
  let system: RunningSystem;
  const clock = new ManualClock();

  afterEach(() => system.stop());

  const start = async () => {
    system = await startSystem({
      apps: [asker, answerer],
      catalogue: new EventCatalogue([Asked, Answered]),
      routes: new EventRoutes([
        [Asked, [questions]],
        [Answered, [facts]],
      ]),
      declare: (topology) => topology.declareQueue('questions').declareStream('facts'),
      clock,
    });
    return {
      ask: (id: string) => system.app('asker').get(EventPublisher).publish(Asked, { id }),
      asked: system.app('asker').get(Notes, { strict: false }),
      answered: system.app('answerer').get(Notes, { strict: false }),
    };
  };

  it('carries a story through several apps, outside of the context of its publisher', async () => {
    const { ask, asked, answered } = await start();

    const event = await ambient.run('a transaction', () => ask('q1'));
    await until(() => asked.seen.length === 1, { what: 'the answer' });

    expect(asked.seen).toEqual([event.correlationid]);
    expect(answered.seen).toEqual([undefined]);
  });

  it('retries when the clock says so', async () => {
    const { ask, asked, answered } = await start();
    answered.failures = 1;

    await ask('q2');
    await until(() => clock.pending === 1, { what: 'the delayed retry' });
    expect(answered.seen).toHaveLength(1);
    clock.advance(1_000);

    await until(() => asked.seen.length === 1, { what: 'the answer' });
    expect(answered.seen).toHaveLength(2);
  });
});
