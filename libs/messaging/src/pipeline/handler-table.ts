import { upcastPaths, type EventCatalogue, type UpcastPath } from '@app/events';
import type { EventDefinition } from '@app/events';
import { ConfigurationError } from '../errors/configuration.error.js';

/** A Nest handler with its guards, interceptors and pipes around it. */
export type Handler = (data: unknown, context: unknown) => unknown;

/** How one received type reaches its handler. */
export interface HandlerRoute {
  readonly handler: Handler;
  readonly handledType: string;
  /** The version that was received; its schema validates the payload. */
  readonly received: EventDefinition;
  readonly path: UpcastPath;
}

/** What an app does with the events of one channel, resolved once at boot. */
export interface HandlerLookup {
  readonly routes: ReadonlyMap<string, HandlerRoute>;
  /** Names without version, to tell a version that we don't know from an event that isn't ours. */
  readonly handledNames: ReadonlySet<string>;
}

/** One handler of an app. */
export interface Registration {
  readonly type: string;
  readonly handler: Handler;
  /** Only for messages of this channel; undefined means every channel. */
  readonly channel: string | undefined;
}

/** The handlers of an app, as Nest registers them with a transport. */
export class HandlerTable {
  private readonly registrations: Registration[] = [];

  /** @throws ConfigurationError when the type already has a handler for that channel */
  add(type: string, handler: Handler, channel?: string): void {
    if (this.registrations.some((it) => it.type === type && it.channel === channel)) {
      throw new ConfigurationError(
        `${type} has two handlers in this app. Keep one, or give each its channel: ` +
          `@EventPattern<string>(type, { channel: 'queue' }).`,
      );
    }
    this.registrations.push({ type, handler, channel });
  }

  all(): readonly Registration[] {
    return this.registrations;
  }

  /** @throws ConfigurationError when a handled type is not in the catalogue */
  lookup(channel: string, catalogue: EventCatalogue): HandlerLookup {
    const routes = new Map<string, HandlerRoute>();
    const handledNames = new Set<string>();
    for (const { type, handler } of this.registrationsFor(channel)) {
      const handled = catalogue.get(type);
      if (!handled) {
        throw new ConfigurationError(`${type} has a handler but is not in the event catalogue.`);
      }
      handledNames.add(handled.name);
      for (const [receivedType, path] of upcastPaths(handled)) {
        const received = catalogue.get(receivedType)!;
        routes.set(receivedType, { handler, handledType: type, received, path });
      }
    }
    return { routes, handledNames };
  }

  /** Handlers bound to the channel win over those for every channel. */
  private registrationsFor(channel: string): Registration[] {
    const own = this.registrations.filter((it) => it.channel === channel);
    const ownTypes = new Set(own.map((it) => it.type));
    const general = this.registrations.filter(
      (it) => it.channel === undefined && !ownTypes.has(it.type),
    );
    return [...own, ...general];
  }
}
