import { ConfirmationSend } from './confirmation-send.event.js';
import { CustomerNotified } from './customer-notified.event.js';
import { InvoiceIssue } from './invoice-issue.event.js';
import { OrderCompleted } from './order-completed.event.js';
import { OrderPlaced } from './order-placed.event.js';
import { OrderStalled } from './order-stalled.event.js';
import { OrderStepRecorded } from './order-step-recorded.event.js';
import { PaymentCaptured } from './payment-captured.event.js';
import { PaymentDeclined } from './payment-declined.event.js';
import { PaymentRequested } from './payment-requested.event.js';
import { ShipmentBooked } from './shipment-booked.event.js';
import { ShipmentRequested } from './shipment-requested.event.js';
import { StalledOrdersReport } from './stalled-orders-report.event.js';
import { StockRejected } from './stock-rejected.event.js';
import { StockReleased } from './stock-released.event.js';
import { StockReserved } from './stock-reserved.event.js';

/** Every event of the story, in the order in which an order meets them. */
export const orderEvents = [
  OrderPlaced,
  StockReserved,
  StockRejected,
  PaymentRequested,
  PaymentCaptured,
  PaymentDeclined,
  StockReleased,
  CustomerNotified,
  ShipmentRequested,
  ShipmentBooked,
  InvoiceIssue,
  ConfirmationSend,
  OrderCompleted,
  StalledOrdersReport,
  OrderStalled,
  OrderStepRecorded,
];
