import type { Message } from '@aws-sdk/client-sqs';
import { decodeMessage } from '../codec/message-codec.js';
import type { ReceivedMessage } from './held-message.js';

/** A message as SQS handed it over, in our words. */
export function toReceived(message: Message): ReceivedMessage {
  const { Attributes = {}, MessageId: id = '', ReceiptHandle: receiptHandle = '' } = message;
  const { MessageGroupId: group, SequenceNumber: sequenceNumber } = Attributes;
  const { ApproximateReceiveCount: receiveCount = '1' } = Attributes;
  return {
    ...decodeMessage(message),
    id,
    receiptHandle,
    group,
    isRedelivered: Number(receiveCount) > 1,
    coordinates: { messageId: id, ...(sequenceNumber !== undefined && { sequenceNumber }) },
  };
}
