import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CustomerNotified } from '@app/events';
import { deliveryScope } from '@app/messaging';
import { aDelivery, anEvent } from '@app/testing';
import { TracingWarnings } from './tracing-warnings.js';

const ID = '0192f0c0-0000-7000-8000-000000000000';

describe('what OpenTelemetry complains of', () => {
  const written: unknown[] = [];
  const warn = (line: unknown) => written.push({ line, within: deliveryScope.current() });
  const logger = { warn, log: warn, error: warn };
  let warnings: TracingWarnings;

  beforeEach(() => {
    written.length = 0;
    warnings = new TracingWarnings(logger);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is a warning that belongs to no message, whichever is handled meanwhile', () => {
    const event = anEvent(CustomerNotified, { orderId: ID, customerId: 'c', message: 'hello' });
    const current = { event, delivery: aDelivery(event) };
    deliveryScope.run(current, () => warnings.error('no collector'));

    const line = expect.objectContaining({ reason: 'no collector' });
    expect(written).toEqual([{ line, within: undefined }]);
  });

  it('is told of once a minute', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    for (const ms of [1_000, 60_999, 61_000]) {
      now.mockReturnValue(ms);
      warnings.warn('no collector');
    }

    expect(written).toHaveLength(2);
  });
});
