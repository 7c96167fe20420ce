import { describe, expect, it } from '@jest/globals';
import { HealthRegistry, readSettings, type Subscription } from '@app/messaging';
import { ManualClock } from '@app/testing';
import { kafkaSettings } from './kafka.settings.js';
import { KafkaHealth } from './kafka.health.js';

const settings = readSettings(kafkaSettings, {});
const reading: Subscription = { channel: { broker: 'kafka', name: 'orders', kind: 'stream' } };

function health(consumes: Subscription[]) {
  const registry = new HealthRegistry();
  const topology = { topics: [] };
  const clock = new ManualClock();
  const indicator = new KafkaHealth({ consumes, settings, topology }, registry, clock);
  return { indicator, clock, status: () => registry.report()['kafka']?.status };
}

describe('KafkaHealth', () => {
  it('is down until Kafka is reached, and while requests stay without an answer', () => {
    const { indicator, status } = health([]);
    expect(status()).toBe('down');

    indicator.reached();
    expect(status()).toBe('up');

    indicator.sent({ kind: 'open', error: new Error('gone') });
    expect(status()).toBe('down');

    indicator.sent({ kind: 'confirmed' });
    expect(status()).toBe('up');
  });

  it('is up again with any answer, where nobody has sent for half a minute', () => {
    const { indicator, status, clock } = health([]);
    indicator.sent({ kind: 'open', error: new Error('gone') });
    clock.advance(29_999);
    indicator.answered();
    expect(status()).toBe('down');

    clock.advance(1);
    indicator.answered();
    expect(status()).toBe('up');
  });

  it('needs membership where the app reads', () => {
    const { indicator, status } = health([reading]);
    indicator.reached();
    let isMember = false;
    indicator.watch({
      get isMember() {
        return isMember;
      },
      problem: undefined,
    });

    expect(status()).toBe('down');
    isMember = true;
    expect(status()).toBe('up');
  });

  it('names what keeps a member from reading', () => {
    const { indicator } = health([reading]);
    indicator.reached();

    indicator.watch({ isMember: true, problem: 'ZSTD' });

    expect(indicator.health()).toEqual({ status: 'down', detail: 'ZSTD' });
  });
});
