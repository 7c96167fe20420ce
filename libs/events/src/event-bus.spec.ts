import { describe, expect, it, jest } from '@jest/globals';
import { EventBus } from './event-bus.js';

const settled = () => new Promise(setImmediate);

describe('EventBus', () => {
  it('tells every subscriber, one failing or not', () => {
    const failure = new Error('subscriber broke');
    const onError = jest.fn();
    const bus = new EventBus<string>(onError);
    const heard: string[] = [];
    bus.subscribe((event) => void heard.push(`first ${event}`));
    bus.subscribe(() => {
      throw failure;
    });
    bus.subscribe((event) => void heard.push(`last ${event}`));

    bus.publish('paid');

    expect(heard).toEqual(['first paid', 'last paid']);
    expect(onError).toHaveBeenCalledWith(failure, 'paid');
  });

  it('reports a subscriber that rejects later', async () => {
    const failure = new Error('subscriber broke later');
    const onError = jest.fn();
    const bus = new EventBus<string>(onError);
    bus.subscribe(() => Promise.reject(failure));

    bus.publish('paid');
    await settled();

    expect(onError).toHaveBeenCalledWith(failure, 'paid');
  });

  it('does not wait for a subscriber that never ends', () => {
    const bus = new EventBus<string>(jest.fn());
    const heard = jest.fn<(event: string) => void>();
    bus.subscribe(() => new Promise<void>(() => {}));
    bus.subscribe(heard);

    bus.publish('paid');

    expect(heard).toHaveBeenCalledWith('paid');
  });

  it('ends one subscription and not another of the same function', () => {
    const bus = new EventBus<string>(jest.fn());
    const listener = jest.fn<(event: string) => void>();
    const unsubscribe = bus.subscribe(listener);
    bus.subscribe(listener);

    unsubscribe();
    unsubscribe();
    bus.publish('paid');

    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('does not tell one who subscribes in the middle of an event', () => {
    const bus = new EventBus<string>(jest.fn());
    const late = jest.fn<(event: string) => void>();
    bus.subscribe(() => void bus.subscribe(late));

    bus.publish('paid');

    expect(late).not.toHaveBeenCalled();
  });
});
