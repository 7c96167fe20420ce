import { setTimeout as sleep } from 'node:timers/promises';
import { moveClock } from './move-clock.js';
import type { Order, Tiding } from './orders.js';
import { replaceMethod } from './watch.js';

/** A customer whose order kills whoever asks the provider about it. */
export const KILLER_CUSTOMER = 'customer-killer';

/** What an app relies on, when it can't be relied on. */
export class Disturbances {
  private providerFailsUntilMs = 0;
  /** Before the pipeline, where the broker's lease runs, and inside the store's claim. */
  private readonly slow = { deliveries: 0, claims: 0 };
  private slowByMs = 0;

  async install(app: string, tell: (tiding: Tiding) => void): Promise<void> {
    await replaceMethod(
      {
        module: 'libs/messaging/src/pipeline/delivery-pipeline.js',
        className: 'DeliveryPipeline',
        method: 'process',
      },
      (process) => {
        const delay = () => this.nextDelayMs('deliveries');
        return async function (...args) {
          const delayMs = delay();
          if (delayMs > 0) await sleep(delayMs);
          return process.apply(this, args);
        };
      },
    );
    for (const store of stores) {
      await replaceMethod({ ...store, method: 'runOnce' }, (runOnce) => {
        const delay = () => this.nextDelayMs('claims');
        return async function (claim, work) {
          const slowWork = async (signal: unknown): Promise<void> => {
            const delayMs = delay();
            if (delayMs > 0) await sleep(delayMs);
            await (work as (signal: unknown) => Promise<void>)(signal);
          };
          const outcome = await runOnce.call(this, claim, slowWork);
          if (outcome === 'duplicate') tell({ kind: 'duplicate' });
          return outcome;
        };
      });
    }
    if (app === 'rabbitmq-worker') await this.disturbProvider();
  }

  follow(order: Exclude<Order, { kind: 'die-at' | 'disarm' }>): void {
    switch (order.kind) {
      case 'provider-fails':
        this.providerFailsUntilMs = performance.now() + order.forMs;
        return;
      case 'slow-handlers':
        this.slow.deliveries = order.count;
        this.slow.claims = order.count;
        this.slowByMs = order.delayMs;
        return;
      case 'move-clock':
        return moveClock(order.byMs);
      default:
        order satisfies never;
    }
  }

  private nextDelayMs(where: 'deliveries' | 'claims'): number {
    if (this.slow[where] <= 0) return 0;
    this.slow[where] -= 1;
    return this.slowByMs;
  }

  private async disturbProvider(): Promise<void> {
    const place = {
      module: 'apps/rabbitmq-worker/src/payments.service.js',
      className: 'PaymentsService',
      method: 'capture',
    };
    await replaceMethod(place, (capture) => {
      const isDown = () => performance.now() < this.providerFailsUntilMs;
      return function (...args) {
        if (Reflect.get(Object(args[0]), 'customerId') === KILLER_CUSTOMER) {
          process.kill(process.pid, 'SIGKILL');
        }
        if (isDown()) return Promise.reject(new Error('The payment provider is unavailable.'));
        return capture.apply(this, args);
      };
    });
  }
}

const stores = [
  { module: 'libs/idempotency/src/inbox/inbox.store.js', className: 'InboxStore' },
  { module: 'libs/idempotency/src/lease/leased.store.js', className: 'LeasedStore' },
];
