/**
 * Loaded into each app before its own code (`node --import`): lets the suite kill it at a chosen
 * place and disturb what it relies on. The apps know nothing of it.
 */
import 'reflect-metadata';
import path from 'node:path';
import { Armed } from './armed.js';
import { failpoints } from './failpoints.js';
import { Disturbances } from './disturbances.js';
import type { Order, Tiding } from './orders.js';
import { replaceMethod } from './watch.js';
import { installVariant } from '../variants/install-variant.js';

const app = path.basename(path.resolve(process.argv[1] ?? '', '..', '..'));
const armed = new Armed();
const disturbances = new Disturbances();

const tell = (tiding: Tiding): void => {
  process.send?.(tiding);
};

await installVariant(app, process.env['FAULTS_VARIANT']);
for (const failpoint of failpoints) {
  const isOurs = failpoint.apps.some((name) => name === app);
  if (isOurs) await replaceMethod(failpoint, (method) => armed.watch(failpoint, method));
}
await disturbances.install(app, tell);

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'die-at':
      return armed.arm(order.failpoint, order.passage);
    case 'disarm':
      return armed.disarm();
    default:
      return disturbances.follow(order);
  }
});
// The channel must not keep an app alive that has nothing else to do.
process.channel?.unref();
