import {
  ConfirmationSend,
  CustomerNotified,
  InvoiceIssue,
  OrderCompleted,
  OrderPlaced,
  OrderStalled,
  OrderStepRecorded,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRequested,
  ShipmentBooked,
  ShipmentRequested,
  StalledOrdersReport,
  StockRejected,
  StockReleased,
  StockReserved,
} from '@app/events';
import { EventRoutes } from '@app/messaging';
import {
  eventsDirect,
  eventsFanout,
  eventsTopic,
  orderActivity,
  ordersEvents,
  shipments,
  tasks,
} from './channels.js';

/** Which event goes where: facts to Kafka, work to queues, the feed to Redis. */
export const eventRoutes = new EventRoutes([
  [OrderPlaced, [ordersEvents]],
  [StockReserved, [ordersEvents]],
  [StockRejected, [ordersEvents]],
  [PaymentRequested, [eventsDirect]],
  [PaymentCaptured, [ordersEvents, eventsTopic]],
  [PaymentDeclined, [ordersEvents]],
  [StockReleased, [ordersEvents]],
  [CustomerNotified, [eventsFanout]],
  [ShipmentRequested, [shipments]],
  [ShipmentBooked, [ordersEvents]],
  [InvoiceIssue, [tasks]],
  [ConfirmationSend, [tasks]],
  [OrderCompleted, [ordersEvents]],
  [StalledOrdersReport, [tasks]],
  [OrderStalled, [ordersEvents]],
  [OrderStepRecorded, [orderActivity]],
]);
