import {
  Inject,
  Injectable,
  Logger,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ConfigurationError, DeliveryContext, MetricRegistry } from '@app/messaging';
import { ClaimCounts } from './claim-counts.js';
import { claimOf } from './claim-of.js';
import {
  IdempotencyStore,
  type IdempotencyClaim,
  type RunOnceOutcome,
} from './idempotency.store.js';
import { IDEMPOTENT_OPTIONS } from './idempotent.metadata.js';
import type { IdempotentOptions } from './idempotent.options.js';

/** One decorator on the class and one on the method mean one claim. */
const claimed = new WeakSet<DeliveryContext>();

/**
 * Runs pipes and handler inside the store's claim, guards before it. A duplicate of a completed
 * message ends as a success without the handler.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  protected readonly kind: NonNullable<IdempotentOptions['store']> = 'inbox';
  private readonly store: IdempotencyStore;
  private counts: ClaimCounts | undefined;

  /** @throws ConfigurationError, at boot, when the app has no such store */
  constructor(
    @Optional() @Inject(IdempotencyStore) store: IdempotencyStore | undefined,
    private readonly reflector: Reflector,
    private readonly metrics: MetricRegistry,
  ) {
    if (!store) {
      throw new ConfigurationError(
        'A handler has @Idempotent(), but its app has no inbox. Import ' +
          'IdempotencyModule.forInbox() in the app module.',
      );
    }
    this.store = store;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const delivery: unknown = context.switchToRpc().getContext();
    if (!(delivery instanceof DeliveryContext)) {
      throw new ConfigurationError(
        '@Idempotent() is for event handlers. Use @IdempotentRequest() on an HTTP handler.',
      );
    }
    const { store = 'inbox', transaction = 'handler' } =
      this.reflector.getAllAndOverride<IdempotentOptions>(IDEMPOTENT_OPTIONS, [
        context.getHandler(),
        context.getClass(),
      ]);
    // The handler's own choice wins over that of its class, whose interceptor is called as well.
    if (store !== this.kind || claimed.has(delivery)) return next.handle();
    claimed.add(delivery);
    return from(this.handleOnce(claimOf(delivery, transaction), delivery, next));
  }

  private async handleOnce(
    claim: IdempotencyClaim,
    delivery: DeliveryContext,
    next: CallHandler,
  ): Promise<void> {
    // Not in the constructor, where a subclass has not said yet which store it is.
    this.counts ??= new ClaimCounts(this.metrics, this.kind);
    const outcome = await this.runOnce(claim, delivery, next, this.counts);
    if (outcome === 'duplicate') {
      delivery.skip();
      this.logger.debug({
        consumer: claim.consumer,
        key: claim.key,
        msg: 'Duplicate: the handler ran before',
      });
    }
  }

  private async runOnce(
    claim: IdempotencyClaim,
    delivery: DeliveryContext,
    next: CallHandler,
    counts: ClaimCounts,
  ): Promise<RunOnceOutcome> {
    try {
      const outcome = await this.store.runOnce(claim, async (signal) => {
        delivery.replaceSignal(signal);
        await lastValueFrom(next.handle(), { defaultValue: undefined });
      });
      counts.count(outcome);
      return outcome;
    } catch (error) {
      counts.countError(error);
      throw error;
    }
  }
}
