import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { sensitiveFields } from './sensitive-fields.js';
import { systemEvents } from './system-events.js';

const secret = z.string().meta({ sensitive: true });
const v1 = defineEvent({
  name: 'card.added',
  version: 1,
  schema: z.object({ id: z.string(), pan: secret }),
  subject: ({ id }) => id,
});
const v2 = defineEvent({
  name: 'card.added',
  version: 2,
  schema: z.object({
    id: z.string(),
    holder: z.object({ email: secret.optional() }),
    notes: z.array(z.union([z.object({ text: secret.nullable() }), z.object({ n: z.int() })])),
    signature: z.string().max(9).meta({ sensitive: true }).default(''),
  }),
  subject: ({ id }) => id,
  previous: {
    definition: v1,
    upcast: ({ id }) => ({ id, holder: {}, notes: [], signature: '' }),
  },
});

it('are found at any depth, behind wrappers, and in older versions', () => {
  expect([...sensitiveFields([v2])].sort()).toEqual(['email', 'pan', 'signature', 'text']);
});

it('of the story are who the customer is', () => {
  expect([...sensitiveFields(systemEvents)]).toEqual(['customerId']);
});
