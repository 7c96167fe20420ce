import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import SocketRequest from 'kafkajs/src/network/requestQueue/socketRequest.js';

let isSteady = false;

/**
 * kafkajs 2.2.4 measures intervals by the wall clock. Set back by an hour, that clock silences its
 * heartbeats for an hour: every membership ends with its session, and the group reads next to
 * nothing. Set forward, it lets all requests under way time out at once. From here on both moments
 * are remembered as time that has passed, and told as if the wall clock had always been right.
 */
export function steadyIntervals(): void {
  if (isSteady) return;
  isSteady = true;
  tellBy(ConsumerGroup.prototype, 'lastRequest');
  tellBy(SocketRequest.prototype, 'sentAt');
}

function tellBy(prototype: object, property: string): void {
  const setAtMs = new WeakMap<object, number>();
  Object.defineProperty(prototype, property, {
    configurable: true,
    get(this: object): number | null {
      const atMs = setAtMs.get(this);
      return atMs === undefined ? null : Math.round(Date.now() - (performance.now() - atMs));
    },
    set(this: object, wallMs: number | null) {
      if (wallMs === null) setAtMs.delete(this);
      else setAtMs.set(this, performance.now());
    },
  });
}
