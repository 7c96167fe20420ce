import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { HealthRegistry, MetricRegistry } from '@app/messaging';
import type { BrokerFigures, Health, Metric } from '@app/messaging';
import { ManualClock } from '@app/testing';
import { announceBrokers } from './broker-figures.js';
import { BrokerPoll } from './broker-poll.js';

const LAG: Metric = { name: 'lag', help: 'Lag.', kind: 'gauge' };
const figures: BrokerFigures = {
  channels: [{ channel: 'facts', waiting: 7, waitingForUs: 3 }],
  samples: [{ metric: LAG, labels: { partition: '0' }, value: 7 }],
};

describe('BrokerPoll', () => {
  const read = jest.fn<() => Promise<BrokerFigures>>();
  let clock: ManualClock;
  let metrics: MetricRegistry;
  let poll: BrokerPoll;
  let health: Health;

  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'debug').mockImplementation(() => undefined);
    read.mockReset();
    clock = new ManualClock();
    metrics = new MetricRegistry();
    health = { status: 'up' };
    const registry = new HealthRegistry();
    registry.add({ name: 'kafka', health: () => health });
    poll = new BrokerPoll({ broker: 'kafka', metrics: [LAG], read }, registry, clock);
    announceBrokers(metrics, [poll]);
  });

  const value = (name: string) =>
    [...metrics.all()].find(({ metric }) => metric.name === name)?.samples[0]?.value;

  it('shows what the broker said, and how long ago', async () => {
    read.mockResolvedValue(figures);
    await poll.ask();
    clock.advance(2_000);

    expect(value('messaging_waiting_messages')).toBe(7);
    expect(value('lag')).toBe(7);
    expect(value('messaging_broker_up')).toBe(1);
    expect(value('messaging_broker_figures_age_seconds')).toBe(2);
  });

  it('has no figures, and is not up, before the first answer', () => {
    expect(value('messaging_waiting_messages')).toBeUndefined();
    expect(value('messaging_broker_figures_age_seconds')).toBeUndefined();
    expect(value('messaging_broker_up')).toBe(0);
  });

  it('keeps the last figures while the broker refuses, and is not up', async () => {
    read.mockResolvedValueOnce(figures).mockRejectedValueOnce(new Error('gone'));
    await poll.ask();
    await poll.ask();

    expect(value('lag')).toBe(7);
    expect(value('messaging_broker_up')).toBe(0);
  });

  it('is not up from the moment that the transport says so', async () => {
    read.mockResolvedValue(figures);
    await poll.ask();
    health = { status: 'down' };

    expect(value('messaging_broker_up')).toBe(0);
  });

  it('gives up on a silent broker, and does not ask it again before it has answered', async () => {
    let answer: (told: BrokerFigures) => void = jest.fn();
    read.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const first = poll.ask();
    clock.advance(5_000);
    await first;
    expect(value('messaging_broker_up')).toBe(0);

    const second = poll.ask();
    answer(figures);
    await second;

    expect(read).toHaveBeenCalledTimes(1);
    expect(value('messaging_broker_up')).toBe(1);
  });
});
