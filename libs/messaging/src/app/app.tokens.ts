/** The name of the running app: `source` of its events, consumer group, name in logs. */
export const APP_NAME = Symbol('APP_NAME');

/** The environment of the running app: `process.env`, or what a test gives. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');
