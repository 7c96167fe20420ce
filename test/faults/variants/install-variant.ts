import { installAutoAck } from './auto-ack.js';
import { installDirectPublish } from './direct-publish.js';
import { installSetNx } from './set-nx.js';
import type { Variant } from './variants.js';

/** Turns the app that is about to start into one that is built another way. */
export async function installVariant(app: string, name: string | undefined): Promise<void> {
  const variant = name as Variant | undefined;
  switch (variant) {
    case undefined:
      return;
    case 'seed':
      await installSetNx(app);
      return installDirectPublish();
    case 'auto-ack':
      return installAutoAck();
    case 'no-outbox':
      return installDirectPublish();
    default:
      throw new Error(`There is no variant ${String(variant satisfies never)}.`);
  }
}
