import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { IllegalOperationError, type ConfirmChannel } from 'amqplib';
import { PublishUnconfirmedError } from '@app/messaging';
import { ConfirmingChannel } from './confirming-channel.js';
import { NotEncodableError } from './not-encodable.error.js';

const message = {
  route: { exchange: '', routingKey: 'work', mandatory: true },
  body: Buffer.from('{}'),
  options: {},
};

function sendWhere(publishThrows: Error): Promise<void> {
  const publish = (): boolean => {
    throw publishThrows;
  };
  const channel = Object.assign(new EventEmitter(), { publish });
  return new ConfirmingChannel(channel as unknown as ConfirmChannel, () => undefined).send(message);
}

describe('ConfirmingChannel', () => {
  it('tells what can never be sent from what only came too late', async () => {
    const unsendable = sendWhere(new TypeError("Field 'appId' is the wrong type"));
    const late = sendWhere(new IllegalOperationError('Connection closing'));

    await expect(unsendable).rejects.toThrow(NotEncodableError);
    await expect(late).rejects.toThrow(PublishUnconfirmedError);
  });
});
