import { Injectable, Logger } from '@nestjs/common';
import type { CloudEvent } from '@app/events';
import { tellBreaker } from '../breaker/tell-breaker.js';
import { DeliveryContext } from '../delivery/delivery-context.js';
import type { Delivery } from '../delivery/delivery.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import { readReplay } from '../delivery/replay-headers.js';
import type { DeliveryMeter } from '../metrics/delivery-meter.js';
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
import { traceDelivery, type Processed } from '../tracing/trace-delivery.js';
import { Tracing } from '../tracing/tracing.js';

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
    private readonly tracing: Tracing,
  ) {}

  async process(delivery: Delivery, consumer: Consumer, turn: Turn = {}): Promise<Settlement> {
    const { settlement } = this.tracing.isOn
      ? await traceDelivery(this.tracing, delivery, () => this.run(delivery, consumer, turn))
      : await this.run(delivery, consumer, turn);
    return settlement;
  }

  private async run(
    delivery: Delivery,
    consumer: Consumer,
    { passage = 'free', stopping }: Turn,
  ): Promise<Processed> {
    const meter = consumer.meter ?? this.statistics.meter(delivery.source);
    let event: CloudEvent | undefined;
    let settlement: Settlement;
    let isHandled = true;
    meter.inFlight += 1;
    try {
      const message = readMessage(delivery, consumer);
      event = message?.event;
      if (!message) {
        consumer.breaker?.report(passage, { verdict: 'neutral', isFirstAttempt: true });
        meter.ended('ignored');
        return { event, settlement: ACK, isIgnored: true };
      }
      const signals = stopping ? [delivery.signal, stopping] : [delivery.signal];
      await this.guard.run(delivery, message.event, signals, async () => {
        isHandled = await handle(delivery, message, meter);
      });
      const replay = readReplay(delivery.headers);
      if (replay) await consumer.replays?.succeeded(replay, delivery);
      settlement = ACK;
    } catch (error) {
      settlement = decideSettlement(toError(error), delivery.attempt, consumer.retry);
    } finally {
      meter.inFlight -= 1;
    }
    settlement = tellBreaker(settlement, delivery, consumer, { passage, isHandled });
    meter.ended(settlement);
    logSettlement(this.logger, delivery, event, settlement);
    return { event, settlement, isIgnored: false };
  }
}

/** @returns whether the handler ran: a duplicate is kept from it */
async function handle(
  delivery: Delivery,
  { event, handler }: ReadableMessage,
  meter: DeliveryMeter,
): Promise<boolean> {
  if (delivery.attempt === 1) meter.startedFirst(event.time);
  const startedAtMs = performance.now();
  const context = new DeliveryContext(delivery, event);
  try {
    await deliveryScope.run({ delivery, event }, () => invokeHandler(handler, event.data, context));
    return context.isHandled;
  } finally {
    meter.handling.observe(performance.now() - startedAtMs);
  }
}
