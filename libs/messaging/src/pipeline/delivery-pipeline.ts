import { Injectable, Logger } from '@nestjs/common';
import type { CloudEvent } from '@app/events';
import { tellBreaker } from '../breaker/tell-breaker.js';
import { DeliveryContext } from '../delivery/delivery-context.js';
import type { Delivery } from '../delivery/delivery.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import { readReplay } from '../delivery/replay-headers.js';
import { decideSettlement } from '../settlement/decide-settlement.js';
import { CrashGuard } from '../starts/crash-guard.js';
import { ACK, type Settlement } from '../settlement/settlement.js';
import type { Consumer } from './consumer.js';
import { DeliveryStatistics } from './delivery-statistics.js';
import { invokeHandler } from './invoke-handler.js';
import { logSettlement } from './log-settlement.js';
import { readMessage, type ReadableMessage } from './read-message.js';
import type { Turn } from './turn.js';
import { toError } from '../errors/to-error.js';

/**
 * Turns a delivery into a settlement. It knows no broker, never throws, and has no effect of its
 * own beside the handler's.
 */
@Injectable()
export class DeliveryPipeline {
  private readonly logger = new Logger(DeliveryPipeline.name);

  constructor(
    private readonly statistics: DeliveryStatistics,
    private readonly guard: CrashGuard,
  ) {}

  async process(
    delivery: Delivery,
    consumer: Consumer,
    { passage = 'free', stopping }: Turn = {},
  ): Promise<Settlement> {
    let event: CloudEvent | undefined;
    let settlement: Settlement;
    try {
      const message = readMessage(delivery, consumer);
      event = message?.event;
      if (!message) {
        this.statistics.count(delivery.source, 'ignored');
        consumer.breaker?.report(passage, { verdict: 'neutral', isFirstAttempt: true });
        return ACK;
      }
      const signals = stopping ? [delivery.signal, stopping] : [delivery.signal];
      await this.guard.run(delivery, message.event, signals, () => handle(delivery, message));
      const replay = readReplay(delivery.headers);
      if (replay) await consumer.replays?.succeeded(replay, delivery);
      settlement = ACK;
    } catch (error) {
      settlement = decideSettlement(toError(error), delivery.attempt, consumer.retry);
    }
    settlement = tellBreaker(settlement, delivery, consumer, passage);
    this.statistics.count(delivery.source, settlement.kind);
    logSettlement(this.logger, delivery, event, settlement);
    return settlement;
  }
}

function handle(delivery: Delivery, { event, handler }: ReadableMessage): Promise<void> {
  return deliveryScope.run({ delivery, event }, () =>
    invokeHandler(handler, event.data, new DeliveryContext(delivery, event)),
  );
}
