import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { Delivery } from '../delivery/delivery.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import type { Settlement } from '../settlement/settlement.js';
import { traceDelivery } from './trace-delivery.js';
import { tracePublish } from './trace-publish.js';
import { currentTraceId, traceScope } from './trace-scope.js';
import { Tracing } from './tracing.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parent = `00-${traceId}-b7ad6b7169203331-01`;
const headers = new Map([
  ['traceparent', parent],
  ['tracestate', 'a=1'],
]);
const event = { specversion: '1.0' as const, id: 'e-1', type: 'test.v1', source: '/t', data: {} };

const delivery: Delivery = {
  body: Buffer.from('{}'),
  headers,
  source: { broker: 'sqs', name: 'work', kind: 'queue', consumer: 'app', coordinates: {} },
  attempt: 2,
  mayHaveStarted: false,
  signal: new AbortController().signal,
};
const message = { id: 'e-2', type: 'test.v1', key: 'k', body: Buffer.from('{}'), headers };

describe('tracing with a provider', () => {
  let exporter: InMemorySpanExporter;
  let provider: NodeTracerProvider;
  let tracing: Tracing;

  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider.register();
    tracing = Tracing.ofProcess();
  });
  afterEach(async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  async function settle(settlement: Settlement, isIgnored = false): Promise<void> {
    await traceDelivery(tracing, delivery, () => Promise.resolve({ event, settlement, isIgnored }));
  }

  it('is on', () => {
    expect(tracing.isOn).toBe(true);
  });

  it('continues the trace of a delivery, with its state', async () => {
    await settle({ kind: 'ack' });

    const [span] = exporter.getFinishedSpans();
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(span?.spanContext().traceState?.serialize()).toBe('a=1');
    expect(span).toMatchObject({
      name: 'process work',
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'messaging.system': 'aws_sqs',
        'messaging.destination.name': 'work',
        'messaging.operation.type': 'process',
        'messaging.consumer.group.name': 'app',
        'messaging.message.id': 'e-1',
        'messaging.delivery.attempt': 2,
        'messaging.delivery.settlement': 'ack',
      },
    });
  });

  it('shows a failed attempt with its error', async () => {
    const error = new Error('no stock');
    await settle({ kind: 'retry', delayMs: 1, error, costsAttempt: true });

    const [span] = exporter.getFinishedSpans();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no stock' });
    expect(span?.events).toMatchObject([{ name: 'exception' }]);
    expect(span?.attributes['messaging.delivery.settlement']).toBe('retry');
  });

  it('says why a message is a dead letter', async () => {
    const error = new Error('no JSON');
    await settle({ kind: 'dead-letter', reason: 'INVALID_JSON', error });

    const [span] = exporter.getFinishedSpans();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['messaging.delivery.dead_letter_reason']).toBe('INVALID_JSON');
  });

  it('ends within the scope of its delivery, where it can be told what not to show', async () => {
    const scopes: unknown[] = [];
    exporter.export = (_, done) => {
      scopes.push(deliveryScope.current());
      done({ code: 0 });
    };
    await settle({ kind: 'ack' });

    expect(scopes).toEqual([{ delivery, event }]);
  });

  it('takes a hand-back for no failure', async () => {
    const error = new Error('in progress');
    await settle({ kind: 'retry', delayMs: 1, error, costsAttempt: false });

    expect(exporter.getFinishedSpans()).toMatchObject([{ status: { code: SpanStatusCode.UNSET } }]);
  });

  it('tells nothing of what is ignored', async () => {
    await settle({ kind: 'ack' }, true);

    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('sends a message with the context of the span that sends it', async () => {
    let sent = new Map<string, string | Buffer>();
    await tracePublish(tracing, { broker: 'kafka', name: 'out' }, message, async (traced) => {
      sent = new Map(traced.headers);
    });

    const [span] = exporter.getFinishedSpans();
    expect(span?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(sent.get('traceparent')).toBe(`00-${traceId}-${span?.spanContext().spanId}-01`);
    expect(sent.get('tracestate')).toBe('a=1');
  });

  it('shows a publish that failed, and lets its error through', async () => {
    const error = new Error('unroutable');
    const failing = tracePublish(tracing, { broker: 'kafka', name: 'out' }, message, () =>
      Promise.reject(error),
    );

    await expect(failing).rejects.toBe(error);
    expect(exporter.getFinishedSpans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
  });

  it('gives what a handler publishes the span of its delivery, and logs its trace', async () => {
    let made: ReturnType<Tracing['headers']> | undefined;
    let logged: string | undefined;
    await traceDelivery(tracing, delivery, async () => {
      made = tracing.headers();
      logged = currentTraceId();
      return { event, settlement: { kind: 'ack' }, isIgnored: false };
    });

    const [span] = exporter.getFinishedSpans();
    expect(made?.get('traceparent')).toBe(`00-${traceId}-${span?.spanContext().spanId}-01`);
    expect(logged).toBe(traceId);
  });
});

describe('tracing without a provider', () => {
  const tracing = Tracing.ofProcess();

  it('is off', () => {
    expect(tracing.isOn).toBe(false);
  });

  it('hands on what a delivery brought, and logs its trace', () => {
    deliveryScope.run({ delivery, event }, () => {
      expect(tracing.headers()).toEqual(headers);
      expect(currentTraceId()).toBe(traceId);
    });
  });

  it('hands on what a request brought', () => {
    traceScope.run(headers, () => {
      expect(tracing.headers()).toEqual(headers);
      expect(currentTraceId()).toBe(traceId);
    });
    expect(tracing.headers().size).toBe(0);
    expect(currentTraceId()).toBeUndefined();
  });
});
