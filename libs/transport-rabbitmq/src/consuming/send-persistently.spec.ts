import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock } from '@app/testing';
import type { Envelope } from '../publishing/envelope.js';
import { NotEncodableError } from '../publishing/not-encodable.error.js';
import type { RabbitMqSender } from '../publishing/rabbitmq.sender.js';
import { sendPersistently } from './send-persistently.js';

const message = (text: string): Envelope => ({
  route: { exchange: '', routingKey: 'work.dlq', mandatory: true },
  body: Buffer.from(text),
  options: {},
});

describe('sendPersistently', () => {
  it('sends the plainer form of what AMQP cannot carry', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const [full, plainer] = [message('full'), message('plainer')];
    const sent: Envelope[] = [];
    const send = async (it: Envelope): Promise<void> => {
      if (it === full) throw NotEncodableError.because(new TypeError('too long'));
      sent.push(it);
    };
    const sender = { send } as unknown as RabbitMqSender;

    const isSafe = await sendPersistently(
      sender,
      [full, plainer],
      new ManualClock(),
      new AbortController().signal,
    );

    expect(isSafe).toBe(true);
    expect(sent).toEqual([plainer]);
  });
});
