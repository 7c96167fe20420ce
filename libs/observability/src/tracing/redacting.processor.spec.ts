import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Span } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { deliveryScope, type CurrentDelivery } from '@app/messaging';
import { RedactingProcessor } from './redacting.processor.js';

const current: CurrentDelivery = {
  delivery: {
    body: Buffer.from('{}'),
    headers: new Map(),
    source: { broker: 'sqs', name: 'work', kind: 'queue', consumer: 'app', coordinates: {} },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  },
  event: {
    specversion: '1.0',
    id: 'e-1',
    type: 'test.v1',
    source: '/t',
    data: { holder: 'CANARY Jones', cents: 4200 },
  },
};

describe('what is exported of a span', () => {
  let exporter: InMemorySpanExporter;
  let provider: NodeTracerProvider;

  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    const redacting = new RedactingProcessor(new Set(['holder']));
    provider = new NodeTracerProvider({
      spanProcessors: [redacting, new SimpleSpanProcessor(exporter)],
    });
  });
  afterEach(() => provider.shutdown());

  function exported(fail: (span: Span) => void): string {
    const span = provider.getTracer('test').startSpan('work');
    fail(span);
    span.end();
    return JSON.stringify(
      exporter.getFinishedSpans().map((it) => [it.attributes, it.events, it.status]),
    );
  }

  it.each([
    ['an attribute', (span: Span) => span.setAttribute('server', 'amqp://app:CANARY@rabbit')],
    ['an error', (span: Span) => span.recordException(new Error('at amqp://app:CANARY@rabbit'))],
    ['its status', (span: Span) => span.setStatus({ code: 2, message: 'token=CANARY' })],
  ])('has no credentials in %s', (_, fail) => {
    expect(exported(fail)).toContain('***');
    expect(exported(fail)).not.toContain('CANARY');
  });

  it.each([
    ['an attribute', (span: Span) => span.setAttribute('customer', 'CANARY Jones')],
    ['an error', (span: Span) => span.recordException(new Error('(CANARY Jones) exists'))],
    ['its status', (span: Span) => span.setStatus({ code: 2, message: 'no CANARY Jones: 4200' })],
  ])('has no sensitive field of the event of its delivery in %s', (_, fail) => {
    const text = deliveryScope.run(current, () => exported(fail));

    expect(text).toContain('***');
    expect(text).not.toContain('CANARY');
  });
});
