import type { Options } from 'amqplib';
import type { OutboundMessage } from '@app/messaging';
import { toAmqp } from '../codec/amqp-headers.js';
import type { Route } from '../topology/physical-topology.js';

/** A message ready to be written to a channel. */
export interface Envelope {
  readonly route: Route;
  readonly body: Buffer;
  readonly options: Options.Publish;
}

/** @param properties what else the message has of AMQP's own: `correlationId`, `expiration`, … */
export function envelope(
  route: Route,
  message: Pick<OutboundMessage, 'body' | 'headers'> & { readonly id?: string | undefined },
  properties: Options.Publish = {},
): Envelope {
  return {
    route,
    body: message.body,
    options: {
      ...properties,
      ...toAmqp(message.headers),
      ...(message.id !== undefined && { messageId: message.id }),
      persistent: true,
      mandatory: route.mandatory,
    },
  };
}
