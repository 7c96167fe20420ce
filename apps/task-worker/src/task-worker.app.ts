import { OrderCompleted } from '@app/events';
import type { AppDefinition } from '@app/messaging';
import { tasks } from '@app/topology';
import { AppModule } from './app.module.js';

/** Tasks at the end of an order: the invoice, which completes it, and the confirmation. */
export const taskWorker: AppDefinition = {
  name: 'task-worker',
  module: AppModule,
  consumes: [{ channel: tasks }],
  publishes: [OrderCompleted],
  healthPort: 9105,
};
