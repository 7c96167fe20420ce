import {
  Injectable,
  Logger,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ConfigurationError, DeliveryContext } from '@app/messaging';
import { claimOf } from './claim-of.js';
import {
  IdempotencyStore,
  type IdempotencyClaim,
  type IdempotentTransaction,
} from './idempotency.store.js';
import { IDEMPOTENT_OPTIONS } from './idempotent.metadata.js';

/**
 * Runs pipes and handler inside the store's claim, guards before it. A duplicate of a completed
 * message ends as a success without the handler.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(
    private readonly store: IdempotencyStore,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const delivery: unknown = context.switchToRpc().getContext();
    if (!(delivery instanceof DeliveryContext)) {
      throw new ConfigurationError(
        '@Idempotent() is for event handlers. Use @IdempotentRequest() on an HTTP handler.',
      );
    }
    const options = this.reflector.getAllAndOverride<{ transaction?: IdempotentTransaction }>(
      IDEMPOTENT_OPTIONS,
      [context.getHandler(), context.getClass()],
    );
    return from(this.handleOnce(claimOf(delivery, options.transaction ?? 'handler'), next));
  }

  private async handleOnce(claim: IdempotencyClaim, next: CallHandler): Promise<void> {
    const outcome = await this.store.runOnce(claim, async () => {
      await lastValueFrom(next.handle(), { defaultValue: undefined });
    });
    if (outcome === 'duplicate') {
      this.logger.debug({
        consumer: claim.consumer,
        key: claim.key,
        msg: 'Duplicate: the handler ran before',
      });
    }
  }
}
