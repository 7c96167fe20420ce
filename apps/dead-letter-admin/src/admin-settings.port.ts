import type { AdminSettings } from './admin.settings.js';

/** The settings of this app, for injection. */
export class AdminSettingsPort {
  constructor(readonly values: AdminSettings) {}
}
