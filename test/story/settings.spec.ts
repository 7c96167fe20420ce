import { describe, expect, it } from '@jest/globals';
import { EventCatalogue, orderEvents } from '@app/events';
import { startApp, SystemClock, type AppDefinition } from '@app/messaging';
import { outboxSettings } from '@app/outbox';
import { eventRoutes } from '@app/topology';
import { orderProducer } from '../../apps/order-producer/src/order-producer.app.js';
import { taskWorker } from '../../apps/task-worker/src/task-worker.app.js';

describe('an app whose settings are wrong', () => {
  it.each<[AppDefinition, string[]]>([
    [
      orderProducer,
      [
        'INBOX_RETENTION_HOURS',
        'HTTP_IDEMPOTENCY_RETENTION_HOURS',
        'ORDER_FEED_POLL_INTERVAL_MS',
        'OUTBOX_MAX_BACKLOG',
      ],
    ],
    [
      taskWorker,
      [
        'INBOX_RETENTION_HOURS',
        'IDEMPOTENCY_LEASE_SECONDS',
        'STALLED_ORDER_AFTER_MS',
        'OUTBOX_BATCH_SIZE',
      ],
    ],
  ])('names each of its own in one message: $name', async (app, names) => {
    const starting = startApp(app, {
      adapters: [],
      catalogue: new EventCatalogue(orderEvents),
      routes: eventRoutes,
      clock: new SystemClock(),
      environment: Object.fromEntries(names.map((name) => [name, 'canary'])),
      settings: [outboxSettings],
      logger: false,
    });

    const error = await starting.catch((thrown: unknown) => thrown);
    for (const name of names)
      expect(error).toHaveProperty('message', expect.stringContaining(name));
    expect(String(error)).not.toContain('canary');
  });
});
