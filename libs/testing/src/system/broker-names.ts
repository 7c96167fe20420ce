import type { AppDefinition, EventRoutes } from '@app/messaging';

/** Every broker that one of the apps reads from or sends to. */
export function brokerNamesOf(apps: readonly AppDefinition[], routes: EventRoutes): string[] {
  const read = apps.flatMap((app) => app.consumes.map((it) => it.channel.broker));
  const sent = apps.flatMap((app) => app.publishes.flatMap((event) => routes.of(event.type)));
  return [...new Set([...read, ...sent.map((destination) => destination.broker)])];
}
