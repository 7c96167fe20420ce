import { BaseRpcContext } from '@nestjs/microservices';
import type { CloudEvent } from '@app/events';
import type { Delivery } from './delivery.js';

/** The RPC context of a handler: `@Ctx() context: DeliveryContext`. */
export class DeliveryContext extends BaseRpcContext<[Delivery, CloudEvent]> {
  private handled = true;

  constructor(delivery: Delivery, event: CloudEvent) {
    super([delivery, event]);
  }

  get delivery(): Delivery {
    return this.getArgByIndex(0) as Delivery;
  }

  get event(): CloudEvent {
    return this.getArgByIndex(1) as CloudEvent;
  }

  /** False where an interceptor has found that the message was handled before, and kept it away. */
  get isHandled(): boolean {
    return this.handled;
  }

  /** For interceptors that keep a duplicate from its handler. */
  skip(): void {
    this.handled = false;
  }

  /**
   * For interceptors that own the message on the handler's behalf: what the handler gets as its
   * signal. It must be aborted with the delivery's own at the latest.
   */
  replaceSignal(signal: AbortSignal): void {
    this.args[0] = { ...this.delivery, signal };
  }
}
