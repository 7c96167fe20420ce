import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { quietRequestQueue } from './quiet-request-queue.js';

describe('quietRequestQueue', () => {
  let queue: RequestQueue;

  beforeEach(() => {
    quietRequestQueue();
    queue = new RequestQueue({ requestTimeout: 1_000, clientId: 'test', broker: 'none' });
  });

  afterEach(() => queue.destroy());

  it('sets no timer while nothing waits', () => {
    queue.scheduleCheckPendingRequests();

    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('sets it where a request waits', () => {
    Object.assign(queue, { pending: [{}] });

    queue.scheduleCheckPendingRequests();

    expect(queue.throttleCheckTimeoutId).not.toBeNull();
  });
});
