import { PaymentRequested } from '@app/events';
import type { RabbitMqTopology } from '@app/transport-rabbitmq';
import {
  audit,
  eventsDirect,
  eventsFanout,
  eventsTopic,
  notifications,
  payments,
} from './channels.js';

export const rabbitMqTopology: RabbitMqTopology = {
  exchanges: [
    { name: eventsDirect.name, type: 'direct' },
    { name: eventsTopic.name, type: 'topic' },
    { name: eventsFanout.name, type: 'fanout' },
  ],
  queues: [
    {
      name: payments.name,
      bindings: [{ exchange: eventsDirect.name, pattern: PaymentRequested.type }],
    },
    {
      name: notifications.name,
      bindings: [{ exchange: eventsFanout.name }],
      overflow: 'drop-head',
    },
    {
      name: audit.name,
      bindings: [
        { exchange: eventsFanout.name },
        { exchange: eventsTopic.name, pattern: 'payment.#' },
      ],
      overflow: 'drop-head',
    },
  ],
};
