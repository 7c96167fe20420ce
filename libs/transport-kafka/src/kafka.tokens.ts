/** The environment, read by `kafkaSettings`. */
export const KAFKA_SETTINGS = Symbol('KAFKA_SETTINGS');
