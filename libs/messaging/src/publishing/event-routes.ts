import type { EventDefinition } from '@app/events';
import { ConfigurationError } from '../errors/configuration.error.js';
import type { Destination } from './outbound-message.js';

/** Which event goes where. Apps send events; only this table knows destinations. */
export class EventRoutes {
  private readonly destinations = new Map<string, readonly Destination[]>();

  constructor(routes: Iterable<readonly [EventDefinition, readonly Destination[]]>) {
    for (const [definition, destinations] of routes) {
      this.destinations.set(definition.type, destinations);
    }
  }

  /** @throws ConfigurationError when the type has no route */
  of(type: string): readonly Destination[] {
    const destinations = this.find(type);
    if (destinations.length > 0) return destinations;
    throw new ConfigurationError(
      `No route for ${type} here. Add a line for it to the event routes, and name it in the ` +
        "app's 'publishes'.",
    );
  }

  /** Like `of`, but empty for a type without a route. */
  find(type: string): readonly Destination[] {
    return this.destinations.get(type) ?? [];
  }

  /** The routes of one app: it sends what it declares, and nothing else. */
  limitedTo(definitions: Iterable<EventDefinition>): EventRoutes {
    const types = [...definitions];
    return new EventRoutes(types.map((it) => [it, this.of(it.type)] as const));
  }
}
