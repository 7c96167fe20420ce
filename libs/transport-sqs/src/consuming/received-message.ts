import type { Message } from '@aws-sdk/client-sqs';
import { decodeMessage } from '../codec/message-codec.js';
import type { ReceivedMessage } from './held-message.js';

/**
 * Only what a redrive policy moved names the queue that it came from (SQS API Reference,
 * ReceiveMessage, `DeadLetterQueueSourceArn`).
 */
const REDRIVEN = { because: 'maxReceiveCount' };

/** A message as SQS handed it over, in our words. */
export function toReceived(message: Message): ReceivedMessage {
  const { Attributes = {}, MessageId: id = '', ReceiptHandle: receiptHandle = '' } = message;
  const { MessageGroupId: group, SequenceNumber: sequenceNumber } = Attributes;
  const { ApproximateReceiveCount: receiveCount = '1' } = Attributes;
  const { DeadLetterQueueSourceArn: redrivenFrom } = Attributes;
  return {
    ...decodeMessage(message),
    id,
    receiptHandle,
    group,
    isRedelivered: Number(receiveCount) > 1,
    ...(redrivenFrom !== undefined && { movedByBroker: REDRIVEN }),
    coordinates: { messageId: id, ...(sequenceNumber !== undefined && { sequenceNumber }) },
  };
}
