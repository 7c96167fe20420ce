import { describe, expect, it } from '@jest/globals';
import { checkTopology } from './check-topology.js';
import { queueAttributes } from './queue-attributes.js';
import { ResourceNames } from './resource-names.js';

describe('the names at SQS', () => {
  it('keep .fifo at the end and take no dots elsewhere', () => {
    const names = new ResourceNames('run.1.');

    expect(names.of('shipments.fifo')).toBe('run-1-shipments.fifo');
    expect(names.deadLetters('shipments.fifo')).toBe('run-1-shipments-dlq.fifo');
    expect(names.deadLetters('mails')).toBe('run-1-mails-dlq');
  });

  it.each([
    { what: 'a name that SQS refuses', queues: ['order.events'] },
    { what: 'a name that is too long', queues: ['x'.repeat(77)] },
    { what: 'a queue that is the dead-letter queue of another', queues: ['a', 'a-dlq'] },
  ])('do not include $what', ({ queues }) => {
    const topology = { queues: queues.map((name) => ({ name })) };

    expect(() => checkTopology(topology, new ResourceNames(''))).toThrow(/Rename/);
  });
});

describe('queueAttributes', () => {
  const deadLetterArn = 'arn:aws:sqs:x:0:dlq';

  it('lets SQS dead-letter by itself only far beyond our own limit', () => {
    const { RedrivePolicy } = queueAttributes(
      { fifo: true, deadLetterArn },
      { visibilitySeconds: 300, aws: false },
    );

    expect(JSON.parse(RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: deadLetterArn,
      maxReceiveCount: 1_000,
    });
  });

  it.each([
    { fifo: true, aws: true, expected: 'perMessageGroupId' },
    { fifo: true, aws: false, expected: undefined },
    { fifo: false, aws: true, expected: undefined },
  ])('limits throughput by group where fifo is $fifo and AWS $aws', ({ fifo, aws, expected }) => {
    const attributes = queueAttributes({ fifo }, { visibilitySeconds: 300, aws });

    expect(attributes.FifoThroughputLimit).toBe(expected);
    expect(attributes.FifoQueue).toBe(fifo ? 'true' : undefined);
  });
});
