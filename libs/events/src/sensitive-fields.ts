import { z } from 'zod';
import type { EventDefinition } from './define-event.js';

/**
 * Names of payload fields that no log may show: those that a schema marks by
 * `.meta({ sensitive: true })`, at any depth and in any version. A name that is sensitive in one
 * event counts as sensitive everywhere.
 */
export function sensitiveFields(definitions: Iterable<EventDefinition>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of definitions) {
    for (let it: EventDefinition | undefined = definition; it; it = it.previous?.definition) {
      collect(z.toJSONSchema(it.schema, { unrepresentable: 'any', io: 'input' }), names);
    }
  }
  return names;
}

/** Itself, or one of what it may be, or what it is a list of. */
function isSensitive(schema: JsonSchema): boolean {
  const { sensitive, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  const parts = [...anyOf, ...oneOf, ...allOf, ...(items ? [items] : [])];
  return sensitive === true || parts.some(isSensitive);
}

interface JsonSchema {
  readonly sensitive?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

function collect(schema: unknown, names: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') {
      for (const [name, field] of Object.entries(value as Record<string, JsonSchema>)) {
        if (isSensitive(field)) names.add(name);
      }
    }
    collect(value, names);
  }
}
