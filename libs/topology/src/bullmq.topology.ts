import { ConfirmationSend, StalledOrdersReport } from '@app/events';
import type { BullMqTopology } from '@app/transport-bullmq';
import { tasks } from './channels.js';

export const bullMqTopology: BullMqTopology = {
  queues: [
    {
      name: tasks.name,
      // Of many waiting tasks invoices come first: they complete orders.
      jobs: { [ConfirmationSend.type]: { priority: 1 } },
      schedules: [
        {
          id: 'stalled-orders',
          repeat: { everyMs: 60_000 },
          type: StalledOrdersReport.type,
          data: {},
        },
      ],
    },
  ],
};
