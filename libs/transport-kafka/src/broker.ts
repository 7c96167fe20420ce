/** The name in `Channel.broker` and `Destination.broker`. */
export const KAFKA = 'kafka';
