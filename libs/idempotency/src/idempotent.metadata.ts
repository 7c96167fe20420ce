/** Where `@Idempotent()` leaves its options for the interceptor. */
export const IDEMPOTENT_OPTIONS = Symbol('IDEMPOTENT_OPTIONS');
