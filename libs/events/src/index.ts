export { createEvent } from './create-event.js';
export type { CloudEvent } from './cloud-event.js';
export { decodeEvent } from './decode-event.js';
export { DecodeError } from './decode.error.js';
export { defineEvent, type EventData, type EventDefinition } from './define-event.js';
export { encodeEvent, STRUCTURED_CONTENT_TYPE } from './encode-event.js';
export { EventBus } from './event-bus.js';
export { EventCatalogue, EventCatalogueError } from './event-catalogue.js';
export { describeIssues, EventValidationError } from './event-validation.error.js';
export { headerText, type MessageHeaders } from './headers.js';
export { idempotencyKey } from './idempotency-key.js';
export { MessagingError } from './messaging.error.js';
export { sensitiveFields } from './sensitive-fields.js';
export { systemEvents } from './system-events.js';
export { upcast, upcastPaths, type UpcastPath } from './upcast.js';
export { DeadLetterResolved } from './dead-letters/dead-letter-resolved.event.js';
export { ConfirmationSend } from './orders/confirmation-send.event.js';
export { CustomerNotified } from './orders/customer-notified.event.js';
export { InvoiceIssue } from './orders/invoice-issue.event.js';
export { OrderCompleted } from './orders/order-completed.event.js';
export { orderEvents } from './orders/order-events.js';
export {
  customerId,
  orderItems,
  orderStatus,
  paymentMethod,
  type OrderStatus,
} from './orders/order-parts.js';
export { OrderPlaced } from './orders/order-placed.event.js';
export { OrderStalled } from './orders/order-stalled.event.js';
export { OrderStepRecorded } from './orders/order-step-recorded.event.js';
export { PaymentCaptured } from './orders/payment-captured.event.js';
export { PaymentDeclined } from './orders/payment-declined.event.js';
export { PaymentRequested } from './orders/payment-requested.event.js';
export { ShipmentBooked } from './orders/shipment-booked.event.js';
export { ShipmentRequested } from './orders/shipment-requested.event.js';
export { StalledOrdersReport } from './orders/stalled-orders-report.event.js';
export { StockRejected } from './orders/stock-rejected.event.js';
export { StockReleased } from './orders/stock-released.event.js';
export { StockReserved } from './orders/stock-reserved.event.js';
