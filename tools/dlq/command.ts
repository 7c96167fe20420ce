import type { AdminClient } from './admin-client.js';
import type { DlqOptions } from './options.js';
import type { Terminal } from './screen/terminal.js';

export interface CommandContext {
  readonly admin: AdminClient;
  readonly options: DlqOptions;
  readonly terminal: Terminal;
}

/** @returns the exit code. @throws DlqError */
export type Command = (context: CommandContext) => Promise<number>;
