import { startApps } from '../../tools/apps/start-apps.js';
import type { RunningApps } from '../../tools/apps/running-apps.js';
import { OrdersClient } from './orders-client.js';
import { openTestResources, type TestResources } from './test-resources.js';

/** The built apps on the stack, and everything to look at them with. */
export interface E2eSystem extends Omit<TestResources, 'environment' | 'deleteAll'> {
  readonly apps: RunningApps;
  readonly orders: OrdersClient;
  /** Ends the apps and deletes everything that they have made on the servers. */
  stop(): Promise<void>;
}

/** @param suite short, since it is part of every name on the servers */
export async function startE2eSystem(suite: string): Promise<E2eSystem> {
  const resources = await openTestResources(suite);
  try {
    const apps = await startApps({
      environment: { ...resources.environment, LOG_FORMAT: 'json' },
      ports: 'free',
    });
    const stop = async (): Promise<void> => {
      await apps.stop();
      await resources.deleteAll();
    };
    return { ...resources, apps, orders: new OrdersClient(apps.api), stop };
  } catch (error) {
    await resources.deleteAll();
    throw error;
  }
}
