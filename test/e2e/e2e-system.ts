import { isDeepStrictEqual } from 'node:util';
import { until } from '@app/testing';
import { startApps } from '../../tools/apps/start-apps.js';
import { AppProcess } from '../../tools/apps/app-process.js';
import { appNames, type AppLine, type AppName } from '../../tools/apps/apps.js';
import { choosePorts } from '../../tools/apps/choose-ports.js';
import type { RunningApps } from '../../tools/apps/running-apps.js';
import { OrdersClient } from './orders-client.js';
import { openTestResources, type TestResources } from './test-resources.js';

/** The built apps on the stack, and everything to look at them with. */
export interface E2eSystem extends Omit<TestResources, 'environment' | 'deleteAll'> {
  readonly apps: RunningApps;
  readonly orders: OrdersClient;
  /** A second process of an app, on ports of its own, that shares the first one's work. */
  startInstance(name: AppName): Promise<AppProcess>;
  /** Resolves when every fact is published and every message settled: nothing is under way. */
  whenIdle(): Promise<unknown>;
  /** Ends the apps and deletes everything that they have made on the servers. */
  stop(): Promise<void>;
}

/**
 * @param suite short, since it is part of every name on the servers
 * @param special what the apps' environment has besides, or instead
 * @param names the apps to start; default: those of the story
 * @param onLine each line that one of them writes
 */
export async function startE2eSystem(
  suite: string,
  special: Readonly<Record<string, string>> = {},
  names: readonly AppName[] = appNames,
  onLine?: (line: AppLine) => void,
): Promise<E2eSystem> {
  const resources = await openTestResources(suite);
  try {
    const environment = { ...resources.environment, LOG_FORMAT: 'json', ...special };
    const apps = await startApps({
      environment,
      ports: 'free',
      apps: names,
      ...(onLine && { onLine }),
    });
    const instances: AppProcess[] = [];
    const startInstance = async (name: AppName): Promise<AppProcess> => {
      const { [name]: ports } = await choosePorts('free');
      const instance = new AppProcess({ name, ports, environment });
      instances.push(instance);
      await instance.start();
      return instance;
    };
    const stop = async (): Promise<void> => {
      await Promise.all([apps.stop(), ...instances.map((instance) => instance.stop())]);
      await resources.deleteAll();
    };
    const orders = new OrdersClient(apps.api);
    return {
      ...resources,
      apps,
      orders,
      startInstance,
      whenIdle: () => whenIdle(resources),
      stop,
    };
  } catch (error) {
    await resources.deleteAll();
    throw error;
  }
}

function whenIdle({ books, kafka, redis, rabbitMq, sqs, bullMq }: TestResources): Promise<unknown> {
  const underWay = async () => ({
    unpublished: await books.unpublished(),
    rabbitMq: await rabbitMq.waiting(),
    sqs: await sqs.waiting(),
    bullMq: await bullMq.waiting(),
    kafka: await kafka.uncommitted(),
    redis: await redis.unsettled(),
  });
  const idle = { unpublished: 0, rabbitMq: {}, sqs: {}, bullMq: {}, kafka: 0, redis: 0 };
  const isIdle = async (): Promise<true> => {
    // Twice: a message can go from what is still to be looked at to what was.
    for (const found of [await underWay(), await underWay()]) {
      if (!isDeepStrictEqual(found, idle)) throw new Error(`under way: ${JSON.stringify(found)}`);
    }
    return true;
  };
  return until(isIdle, { timeoutMs: 60_000, what: 'nothing to be under way' });
}
