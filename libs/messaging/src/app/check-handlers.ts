import { ConfigurationError } from '../errors/configuration.error.js';
import type { Registration } from '../pipeline/handler-table.js';
import type { EventRoutes } from '../publishing/event-routes.js';
import type { AppDefinition } from './app-definition.js';

/**
 * A handler that no message can reach looks fine and never runs.
 * @throws ConfigurationError for one of a channel, or of a broker, that the app doesn't read
 */
export function checkHandlers(
  app: Pick<AppDefinition, 'name' | 'consumes'>,
  handlers: readonly Registration[],
  routes: EventRoutes,
): void {
  const channels = app.consumes.map((it) => it.channel);
  for (const { type, channel } of handlers) {
    if (channel !== undefined && !channels.some((it) => it.name === channel)) {
      throw new ConfigurationError(
        `${app.name} handles ${type} of channel '${channel}', which it doesn't read. Correct the ` +
          "name in @EventPattern, or add the channel to the app's 'consumes'.",
      );
    }
    const destinations = routes.find(type);
    const isRead = destinations.some((to) => channels.some((it) => it.broker === to.broker));
    if (destinations.length > 0 && !isRead) {
      const places = destinations.map((to) => `${to.broker} ${to.name}`).join(', ');
      throw new ConfigurationError(
        `${app.name} handles ${type}, which goes to ${places}, but reads nothing there. Add the ` +
          "channel to the app's 'consumes'.",
      );
    }
  }
}
