/** Parts of kafkajs's inside that we reach for; see `quiet-request-queue.ts`. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    constructor(options: Record<string, unknown>);
    readonly pending: readonly unknown[];
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    scheduleCheckPendingRequests(): void;
    destroy(): void;
  }
}

/** See `steady-intervals.ts`. */
declare module 'kafkajs/src/consumer/consumerGroup.js' {
  export default class ConsumerGroup {
    lastRequest: number;
  }
}

declare module 'kafkajs/src/network/requestQueue/socketRequest.js' {
  export default class SocketRequest {
    sentAt: number | null;
  }
}
