import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { StalledOrdersReport } from '@app/events';
import { until } from '@app/testing';
import type { OrderView } from './orders-client.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { OtlpReceiver, type ReceivedSpan } from './support/otlp-receiver.js';

const callerTrace = '0af7651916cd43dd8448eb211c80319c';
const callerSpan = 'b7ad6b7169203331';
const order = { customerId: 'c-1', items: [{ sku: 'KEYBOARD', quantity: 1 }] };

/** So that spans come with the end of the apps, or not at all. */
const onlyAtTheEnd = { OTEL_BSP_SCHEDULE_DELAY: '600000' };

describe('the trace of an order', () => {
  jest.setTimeout(180_000);
  let receiver: OtlpReceiver;
  let system: E2eSystem;
  let trace: readonly ReceivedSpan[];
  let view: OrderView;

  beforeAll(async () => {
    receiver = await OtlpReceiver.open();
    system = await startE2eSystem('trace', {
      ...onlyAtTheEnd,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    });
    const { body } = await system.orders.post(
      { ...order, paymentMethod: 'card_flaky' },
      { traceparent: `00-${callerTrace}-${callerSpan}-01` },
    );
    view = await system.orders.whenFinal(String(body['orderId']));
    await system.apps.stop();
    trace = receiver.spans.filter(({ traceId }) => traceId === callerTrace);
  });
  afterAll(async () => {
    await system?.stop();
    await receiver?.close();
  });

  it('continues that of the caller, and leaves out no link', () => {
    const known = new Set(trace.map(({ spanId }) => spanId));
    const unlinked = trace.filter(({ parentSpanId }) => !known.has(parentSpanId ?? ''));

    expect(unlinked).toMatchObject([
      { name: 'POST /orders', service: 'order-producer', kind: 'server', parentSpanId: callerSpan },
    ]);
  });

  // The schedule's task belongs to no order.
  it('is one, whatever was published on the way', () => {
    const strangers = receiver.spans.filter(
      ({ traceId, attributes }) =>
        traceId !== callerTrace &&
        attributes['cloudevents.event_type'] !== StalledOrdersReport.type,
    );

    expect(strangers.map(({ service, name }) => `${service}: ${name}`)).toEqual([]);
  });

  it('has the sender and the receiver of each hop in its place', () => {
    const last = trace.find(
      ({ service, kind, attributes }) =>
        service === 'order-producer' &&
        kind === 'consumer' &&
        attributes['cloudevents.event_type'] === 'order.completed.v1',
    );

    expect(pathTo(last)).toEqual([
      'order-producer server POST /orders',
      'order-producer producer publish orders.events',
      'kafka-consumer consumer process orders.events',
      'kafka-consumer producer publish events.direct',
      'rabbitmq-worker consumer process payments',
      'rabbitmq-worker producer publish shipments.fifo',
      'sqs-poller consumer process shipments.fifo',
      'sqs-poller producer publish tasks',
      'task-worker consumer process tasks',
      'task-worker producer publish orders.events',
      'order-producer consumer process orders.events',
    ]);
  });

  it('can be found from the order', () => {
    expect(view.traceId).toBe(callerTrace);
  });

  it('shows the attempts that failed beside the one that did not', () => {
    const attempts = trace.filter(({ name }) => name === 'process payments');

    expect(new Set(attempts.map(({ parentSpanId }) => parentSpanId)).size).toBe(1);
    const byAttempt = attempts.map(({ attributes, hasFailed, exceptions }) => [
      Number(attributes['messaging.delivery.attempt']),
      attributes['messaging.delivery.settlement'],
      hasFailed,
      exceptions.length,
    ]);
    expect(byAttempt.toSorted()).toEqual([
      [1, 'retry', true, 1],
      [2, 'retry', true, 1],
      [3, 'ack', false, 0],
    ]);
  });

  it('names things as the conventions of OpenTelemetry do', () => {
    const reserved = trace.find(({ name }) => name === 'process orders.events');

    expect(reserved?.attributes).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.destination.name': 'orders.events',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.message.id': expect.any(String),
      'messaging.message.conversation_id': expect.any(String),
      'messaging.consumer.group.name': expect.any(String),
    });
  });

  function pathTo(span: ReceivedSpan | undefined): string[] {
    if (!span) return [];
    const parent = trace.find(({ spanId }) => spanId === span.parentSpanId);
    return [...pathTo(parent), `${span.service} ${span.kind} ${span.name}`];
  }
});

describe('an app whose traces nobody takes', () => {
  jest.setTimeout(120_000);
  let system: E2eSystem | undefined;

  afterEach(async () => {
    await system?.stop();
    system = undefined;
  });

  it.each(['http://127.0.0.1:1', 'no address'])('at %s warns, and goes on', async (endpoint) => {
    system = await startE2eSystem(
      'untraced',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_BSP_SCHEDULE_DELAY: '100',
        LOG_LEVEL: 'warn',
      },
      ['order-producer'],
    );
    const { apps, orders } = system;

    const { status } = await orders.post({ ...order, paymentMethod: 'card_ok' });
    expect(status).toBe(202);
    await until(() => /Traces/.test(apps.tail('order-producer')), {
      timeoutMs: 20_000,
      what: 'a warning',
    });

    expect(await apps.stop()).toMatchObject([{ app: 'order-producer', code: 0 }]);
  });
});
