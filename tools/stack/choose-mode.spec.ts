import { describe, expect, it } from '@jest/globals';
import { chooseMode, type Offer } from './choose-mode.js';

const nothing: Offer = {
  demanded: undefined,
  missingVariables: ['KAFKA_BROKERS'],
  running: undefined,
  givesRunning: false,
  dockerObstacle: 'no Docker engine answers',
};

describe('chooseMode', () => {
  it.each<[string, Partial<Offer>, string]>([
    ['takes native when nothing else can be had', {}, 'native'],
    ['prefers Docker to native', { dockerObstacle: undefined }, 'docker'],
    ['keeps the stack that runs', { dockerObstacle: undefined, running: 'native' }, 'native'],
    ['prefers given addresses to all', { missingVariables: [], running: 'native' }, 'external'],
    [
      'keeps the stack that runs when its own addresses are given',
      { missingVariables: [], running: 'native', givesRunning: true },
      'native',
    ],
    ['does as it is told', { missingVariables: [], demanded: 'docker' }, 'docker'],
  ])('%s', (_, offer, mode) => {
    expect(chooseMode({ ...nothing, ...offer }).mode).toBe(mode);
  });

  it('says why the better modes were passed over', () => {
    const { reason } = chooseMode(nothing);

    expect(reason).toContain('KAFKA_BROKERS');
    expect(reason).toContain('no Docker engine answers');
  });
});
