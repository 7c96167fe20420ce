import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { upcast, upcastPaths } from './upcast.js';

const v1 = defineEvent({
  name: 'customer.moved',
  version: 1,
  schema: z.object({ address: z.string() }),
  subject: (data) => data.address,
});
const v2 = defineEvent({
  name: 'customer.moved',
  version: 2,
  schema: z.object({ street: z.string(), city: z.string() }),
  subject: (data) => data.city,
  previous: {
    definition: v1,
    upcast: ({ address }) => {
      const [street = '', city = ''] = address.split(', ');
      return { street, city };
    },
  },
});
const v3 = defineEvent({
  name: 'customer.moved',
  version: 3,
  schema: z.object({ street: z.string(), city: z.string(), country: z.string() }),
  subject: (data) => data.city,
  previous: { definition: v2, upcast: (data) => ({ ...data, country: 'DE' }) },
});

describe('upcast', () => {
  const paths = upcastPaths(v3);
  const newest = { street: 'Domkloster 4', city: 'Köln', country: 'DE' };

  it.each([
    ['customer.moved.v1', { address: 'Domkloster 4, Köln' }],
    ['customer.moved.v2', { street: 'Domkloster 4', city: 'Köln' }],
    ['customer.moved.v3', newest],
  ])('turns %s into what the handler takes', (type, data) => {
    expect(upcast(data, paths.get(type)!)).toEqual(newest);
  });

  it('has no path from a version that is newer than the handled one', () => {
    expect([...upcastPaths(v2).keys()]).toEqual(['customer.moved.v2', 'customer.moved.v1']);
  });
});
