import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { plainText } from '../plain-text.js';

/** The replay of a dead letter was handled. */
export const DeadLetterResolved = defineEvent({
  name: 'dead-letter.resolved',
  version: 1,
  schema: z.object({
    deadLetterId: z.string().regex(/^[0-9a-f]{32}$/),
    /** Which replay of the message it was, from 1. */
    replay: z.int().positive(),
    /** Who handled it. */
    consumer: plainText(256),
  }),
  subject: (letter) => letter.deadLetterId,
});
export type DeadLetterResolved = EventData<typeof DeadLetterResolved>;
