import type { Progress } from '../shared/progress.js';
import type { NativeServer } from './native/native-server.js';

/**
 * One server of the local stack. To add one: describe it in `servers/<name>.server.ts` and list
 * it in `servers.ts`; the modes, the table of `stack:status` and the environment follow.
 */
export interface Server {
  /** Also its service in docker-compose.yml and its folder in `.stack`. */
  readonly name: string;
  readonly title: string;
  /** The variables that must be set for `--external`; the first holds the address. */
  readonly variables: readonly [string, ...string[]];
  readonly defaultPort: number;
  /** What an app needs to reach the server on this machine: at least its `variables`. */
  environment(port: number): Record<string, string>;
  /**
   * Asks a real question over the server's own protocol.
   * @param address value of the first variable
   * @returns the server's version, as far as its protocol tells
   * @throws Error that says why the server can't be used
   */
  probe(address: string, timeoutMs: number): Promise<string | undefined>;
  readonly native: NativeServer;
}

export type Say = Progress['say'];
