import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

let isQuiet = false;

/**
 * kafkajs 2.2.4 looks every millisecond for requests that wait, also where none does, by a timer
 * of a negative time: 4 % of a core for an idle consumer instead of 1 %, and a warning on newer
 * Nodes. A request that comes to wait sets the timer itself, so nothing needs the idle ones.
 */
export function quietRequestQueue(): void {
  if (isQuiet) return;
  isQuiet = true;
  const schedule = Object.getOwnPropertyDescriptor(
    RequestQueue.prototype,
    'scheduleCheckPendingRequests',
  )?.value as (this: RequestQueue) => void;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
