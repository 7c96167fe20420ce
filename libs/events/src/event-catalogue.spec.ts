import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, type EventDefinition } from './define-event.js';
import { EventCatalogue, EventCatalogueError } from './event-catalogue.js';

const schema = z.object({ id: z.string() });
const define = (name: string, version: number, definition?: EventDefinition<typeof schema>) =>
  defineEvent<typeof schema, typeof schema>({
    name,
    version,
    schema,
    subject: (data) => data.id,
    ...(definition && { previous: { definition, upcast: (data) => data } }),
  });

describe('EventCatalogue', () => {
  it('knows the versions behind a definition', () => {
    const v1 = define('order.placed', 1);
    const v2 = define('order.placed', 2, v1);

    const catalogue = new EventCatalogue([define('order.placed', 3, v2)]);

    expect(catalogue.types()).toEqual(['order.placed.v3', 'order.placed.v2', 'order.placed.v1']);
    expect(catalogue.get('order.placed.v1')).toBe(v1);
  });

  it('takes the same definition twice', () => {
    const v1 = define('order.placed', 1);

    expect(new EventCatalogue([v1, define('order.placed', 2, v1)]).types()).toHaveLength(2);
  });

  it('does not know what was never defined, nor names of Object.prototype', () => {
    const catalogue = new EventCatalogue([define('order.placed', 1)]);

    expect(catalogue.get('order.placed.v9')).toBeUndefined();
    expect(catalogue.get('__proto__')).toBeUndefined();
  });

  it('refuses two definitions of one type', () => {
    const twice = [define('order.placed', 1), define('order.placed', 1)];

    expect(() => new EventCatalogue(twice)).toThrow(EventCatalogueError);
    expect(() => new EventCatalogue(twice)).toThrow(/order\.placed\.v1 is defined twice/);
  });

  it.each([
    ['of another event', define('order.placed', 2, define('order.paid', 1))],
    ['of the same version', define('order.placed', 2, define('order.placed', 2))],
    ['of a newer version', define('order.placed', 2, define('order.placed', 3))],
  ])('refuses a previous version %s', (_, definition) => {
    expect(() => new EventCatalogue([definition])).toThrow(EventCatalogueError);
  });
});
