import { DeadLetterResolved } from './dead-letters/dead-letter-resolved.event.js';
import { orderEvents } from './orders/order-events.js';

/** Every event of the system: those of the story, and what the apps tell about their work. */
export const systemEvents = [...orderEvents, DeadLetterResolved];
