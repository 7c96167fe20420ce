import type { EventRoutes } from '../publishing/event-routes.js';
import type { AppDefinition } from './app-definition.js';

/** The brokers that an app reads from or sends to. */
export function brokersOf(app: AppDefinition, routes: EventRoutes): Set<string> {
  const read = app.consumes.map((subscription) => subscription.channel.broker);
  const sent = app.publishes.flatMap((event) => routes.of(event.type)).map((to) => to.broker);
  return new Set([...read, ...sent]);
}
