import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/database';
import { UnrecoverableError } from '@app/messaging';
import type { PaymentsTables } from '../migrations/001-create-payments.js';
import type { ContractsTables } from '../migrations/002-create-provider-contracts.js';
import { PaymentProvider, type ChargeRequest, type ChargeResult } from './payment-provider.js';

const FAILURES_OF_A_FLAKY_CARD = 2;

/**
 * Stands in for a real provider: it has no network and can't time out halfway. It keeps its own
 * books, past any transaction of ours, so that a doubled charge would show in them.
 */
@Injectable()
export class FakePaymentProvider extends PaymentProvider {
  constructor(private readonly database: Database<PaymentsTables & ContractsTables>) {
    super();
  }

  async charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeResult> {
    signal.throwIfAborted();
    if (request.method === 'card_declined') {
      return { status: 'declined', reason: 'the card was declined' };
    }
    if (request.method === 'card_uncovered') {
      await this.database.outside(() => this.checkContract(request.method));
    }
    const calls = await this.database.outside(() => this.countCall(request));
    if (request.method === 'card_flaky' && calls <= FAILURES_OF_A_FLAKY_CARD) {
      throw new Error(`The payment provider is unavailable (call ${calls} for this order).`);
    }
    return this.database.outside(() => this.chargeOnce(request));
  }

  /** It takes a person to extend a contract: trying again before that can't help. */
  private async checkContract(method: string): Promise<void> {
    const contract = await this.database.kysely
      .selectFrom('provider_contracts')
      .select('method')
      .where('method', '=', method)
      .executeTakeFirst();
    if (contract) return;
    throw new UnrecoverableError(
      'Our contract with the payment provider does not cover this kind of card. Extend it, then replay.',
    );
  }

  private async countCall({ idempotencyKey }: ChargeRequest): Promise<number> {
    const row = await this.database.kysely
      .insertInto('provider_calls')
      .values({ idempotency_key: idempotencyKey, calls: 1 })
      .onConflict((conflict) =>
        conflict.column('idempotency_key').doUpdateSet({ calls: sql`provider_calls.calls + 1` }),
      )
      .returning('calls')
      .executeTakeFirstOrThrow();
    return row.calls;
  }

  private async chargeOnce(request: ChargeRequest): Promise<ChargeResult> {
    const chargeId = `ch_${request.idempotencyKey.slice(0, 16)}`;
    await this.database.kysely
      .insertInto('provider_charges')
      .values({
        idempotency_key: request.idempotencyKey,
        charge_id: chargeId,
        order_id: request.orderId,
        amount_cents: request.amountCents,
      })
      .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
      .execute();
    return { status: 'captured', chargeId };
  }
}
