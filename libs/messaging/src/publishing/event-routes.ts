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
    const destinations = this.destinations.get(type);
    if (destinations?.length) return destinations;
    throw new ConfigurationError(`No route for ${type}. Add a line for it to the event routes.`);
  }
}
