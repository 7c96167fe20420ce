import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import {
  CustomerNotified,
  idempotencyKey,
  PaymentCaptured,
  PaymentDeclined,
  ShipmentRequested,
  type PaymentRequested,
} from '@app/events';
import { Outbox } from '@app/outbox';
import type { PaymentsTables } from './migrations/001-create-payments.js';
import { PaymentProvider, type ChargeResult } from './payment-provider/payment-provider.js';

@Injectable()
export class PaymentsService {
  constructor(
    private readonly database: Database<PaymentsTables>,
    private readonly provider: PaymentProvider,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The provider is asked outside the transaction, with a key that is the same at every try: a
   * crash before the commit repeats the call, not the charge.
   */
  async capture(payment: PaymentRequested, signal: AbortSignal): Promise<void> {
    const result = await this.provider.charge(
      {
        idempotencyKey: idempotencyKey('order', payment.orderId, 'charge'),
        orderId: payment.orderId,
        amountCents: payment.amountCents,
        method: payment.paymentMethod,
      },
      signal,
    );
    await this.database.transaction(() => this.record(payment, result));
  }

  private async record(payment: PaymentRequested, result: ChargeResult): Promise<void> {
    const { orderId, amountCents } = payment;
    await this.database.kysely
      .insertInto('payments')
      .values({
        order_id: orderId,
        amount_cents: amountCents,
        status: result.status,
        charge_id: result.status === 'captured' ? result.chargeId : null,
      })
      .execute();

    if (result.status === 'captured') {
      this.outbox.add(PaymentCaptured, { orderId, chargeId: result.chargeId, amountCents });
      this.outbox.add(ShipmentRequested, payment);
      this.notify(payment, 'Your payment arrived; we pack your order.');
    } else {
      this.outbox.add(PaymentDeclined, { orderId, reason: result.reason });
      this.notify(payment, `Your order was cancelled: ${result.reason}.`);
    }
  }

  private notify({ orderId, customerId }: PaymentRequested, message: string): void {
    this.outbox.add(CustomerNotified, { orderId, customerId, message });
  }
}
