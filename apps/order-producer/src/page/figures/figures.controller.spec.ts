import { describe, expect, it } from '@jest/globals';
import { HealthRegistry, SystemClock, type Health } from '@app/messaging';
import { orderActivity } from '@app/topology';
import { FiguresController } from './figures.controller.js';
import { SystemFiguresReader } from './system-figures.js';

describe('the figures of the page', () => {
  it.each<[string, Health | undefined, boolean]>([
    ['up', { status: 'up' }, true],
    ['degraded', { status: 'degraded' }, true],
    ['down', { status: 'down' }, false],
    ['in memory', undefined, true],
  ])('say whether news can come where the broker of the feed is %s', async (_, health, isUp) => {
    const registry = new HealthRegistry();
    if (health) registry.add({ name: orderActivity.broker, health: () => health });
    const reader = new SystemFiguresReader({}, new SystemClock());

    const figures = await new FiguresController(reader, registry).show();

    expect(figures).toMatchObject({ isFeedUp: isUp });
  });
});
