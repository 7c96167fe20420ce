/** Ways to build the same system that are found in books and blogs, and lose. */
export const variants = ['seed', 'auto-ack', 'no-outbox'] as const;

export type Variant = (typeof variants)[number];

export const aboutVariants: Readonly<Record<Variant, string>> = {
  seed: 'SET NX before the work, ack after it, events published directly',
  'auto-ack': 'messages are acknowledged before they are handled',
  'no-outbox': 'events are published directly after the commit',
};
