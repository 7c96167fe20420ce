/** Default port and required checks of the app, as `HealthModule.forRoot` got them. */
export const HEALTH_OPTIONS = Symbol('HEALTH_OPTIONS');
