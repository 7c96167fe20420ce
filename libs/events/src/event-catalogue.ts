import type { EventDefinition } from './define-event.js';
import { MessagingError } from './messaging.error.js';

/** Two definitions claim one type, or a version's `previous` is of another event. */
export class EventCatalogueError extends MessagingError {
  readonly code = 'EVENT_CATALOGUE';
}

/** Every event type that this system knows, older versions included. */
export class EventCatalogue {
  private readonly byType = new Map<string, EventDefinition>();

  constructor(definitions: Iterable<EventDefinition>) {
    for (const definition of definitions) this.addWithPrevious(definition);
  }

  get(type: string): EventDefinition | undefined {
    return this.byType.get(type);
  }

  types(): string[] {
    return [...this.byType.keys()];
  }

  private addWithPrevious(definition: EventDefinition): void {
    const known = this.byType.get(definition.type);
    if (known && known !== definition) {
      throw new EventCatalogueError(
        `Event type ${definition.type} is defined twice. Give one of the two another name or version.`,
      );
    }
    this.byType.set(definition.type, definition);

    const previous = definition.previous?.definition;
    if (!previous) return;
    if (previous.name !== definition.name || previous.version >= definition.version) {
      throw new EventCatalogueError(
        `${definition.type} names ${previous.type} as its previous version. ` +
          'It must be an older version of the same event.',
      );
    }
    this.addWithPrevious(previous);
  }
}
