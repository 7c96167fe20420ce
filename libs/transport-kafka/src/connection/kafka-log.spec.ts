import { describe, expect, it, jest } from '@jest/globals';
import { logLevel } from 'kafkajs';
import { kafkaLog } from './kafka-log.js';

function logged(error: string) {
  const logger = { debug: jest.fn(), warn: jest.fn(), error: jest.fn(), log: jest.fn() };
  const message = 'Response FindCoordinator(key: 10, version: 2)';
  const log = { timestamp: '', message, error };
  kafkaLog(logger)(logLevel.WARN)({
    namespace: 'Connection',
    level: logLevel.ERROR,
    label: 'ERROR',
    log,
  });
  return logger;
}

describe('kafkaLog', () => {
  it.each([
    'The group coordinator is not available',
    "The coordinator is loading and hence can't process requests for this group",
  ])('keeps quiet about what settles by itself: %s', (error) => {
    const { debug, warn } = logged(error);

    expect(warn).not.toHaveBeenCalled();
    expect(debug).toHaveBeenCalledWith(expect.stringContaining(error));
  });

  it('warns of everything else', () => {
    expect(logged('Topic authorization failed').warn).toHaveBeenCalledTimes(1);
  });
});
