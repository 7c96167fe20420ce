import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { DeliveryContext } from './delivery-context.js';

const contextOf = (host: ExecutionContext): DeliveryContext =>
  host.switchToRpc().getContext<DeliveryContext>();

/** Injects the whole CloudEvent, attributes included, where `@Payload()` gives its data. */
export const Event = createParamDecorator((_: unknown, host: ExecutionContext) => {
  return contextOf(host).event;
});

/** Injects the signal that is aborted when we no longer own the message. Pass it on to slow calls. */
export const DeliverySignal = createParamDecorator((_: unknown, host: ExecutionContext) => {
  return contextOf(host).delivery.signal;
});
