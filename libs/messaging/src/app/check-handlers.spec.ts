import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '@app/events';
import type { Channel } from '../delivery/subscription.js';
import { EventRoutes } from '../publishing/event-routes.js';
import { checkHandlers } from './check-handlers.js';

const Happened = defineEvent({
  name: 'it.happened',
  version: 1,
  schema: z.object({ id: z.string() }),
  subject: ({ id }) => id,
});
const stream: Channel = { broker: 'kafka', name: 'facts', kind: 'stream' };
const queue: Channel = { broker: 'rabbitmq', name: 'work', kind: 'queue' };
const routes = new EventRoutes([[Happened, [stream]]]);

function check(channels: readonly Channel[], type = Happened.type, channel?: string): void {
  const consumes = channels.map((it) => ({ channel: it }));
  checkHandlers({ name: 'app', consumes }, [{ type, handler: () => undefined, channel }], routes);
}

it('takes a handler whose event reaches the app', () => {
  expect(() => check([queue, stream])).not.toThrow();
  expect(() => check([stream], Happened.type, 'facts')).not.toThrow();
});

it('takes a handler of an event that others route', () => {
  expect(() => check([queue], 'from.elsewhere.v1')).not.toThrow();
});

it('refuses a handler of a channel that the app does not read', () => {
  expect(() => check([stream], Happened.type, 'typo')).toThrow(/'typo', which it doesn't read/);
});

it('refuses a handler whose event goes where the app reads nothing', () => {
  expect(() => check([queue])).toThrow(/goes to kafka facts, but reads nothing there/);
});
