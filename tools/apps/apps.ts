/** The apps of the system, in the order of the story, with the ports that each has by default. */
export const appPorts = {
  'order-producer': { http: 3000, health: 9101 },
  'kafka-consumer': { health: 9102 },
  'rabbitmq-worker': { health: 9103 },
  'sqs-poller': { health: 9104 },
  'task-worker': { health: 9105 },
  'dead-letter-admin': { http: 3001, health: 9106 },
} as const satisfies Record<string, AppPorts>;

export type AppName = keyof typeof appPorts;

/** Every app that can be started. */
export const allAppNames = Object.keys(appPorts) as AppName[];

/** Those of the story. Without the ledger's app, dead letters stay where the brokers keep them. */
export const appNames = allAppNames.filter((name) => name !== 'dead-letter-admin');

/** `http` only where the app has an API. */
export interface AppPorts {
  readonly http?: number;
  readonly health: number;
}

export interface AppLine {
  readonly app: AppName;
  readonly text: string;
}

/** How an app ended: by itself with a code, or by a signal. */
export interface AppExit {
  readonly app: AppName;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where an app answers. */
export interface AppAddress {
  /** `http://127.0.0.1:9101`: `/health/live`, `/health/ready`, `/metrics`. */
  readonly health: string;
  /** `http://127.0.0.1:3000`, without a path, for an app that has an API. */
  readonly api?: string;
}
