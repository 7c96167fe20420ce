import type { SpawnOptions } from 'node:child_process';

/** How a server is installed and started on this machine, without containers. */
export interface NativeServer {
  /** Version that gets installed; undefined where the system's packages decide. */
  readonly version?: string;
  /** Debian packages that are still missing. */
  missingPackages(): Promise<string[]>;
  /** User to run as when the launcher is root; undefined to stay root. */
  readonly runAs?: string;
  /** Downloads what isn't a Debian package. Does nothing the second time. */
  install?(place: Place): Promise<void>;
  /** Prepares the data folder and says which processes to start, in this order. */
  prepare(place: Place): Promise<Launch[]>;
}

/** What a server is given to live on. */
export interface Place {
  readonly port: number;
  /** The port that clients are told: `port`, unless a proxy stands before the server. */
  readonly advertisedPort: number;
  /** Data and configuration: kept between starts, owned and reachable by `user`. */
  readonly folder: string;
  /** The account to run as, when it isn't the launcher's own. */
  readonly user?: Account;
  /** A further free port near `preferred`. */
  findPort(preferred: number): Promise<number>;
  say(text: string): void;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A process to start: detached from the launcher, its output in `.stack/logs`. */
export interface Launch {
  readonly role: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: SpawnOptions['env'];
  readonly cwd?: string;
  /** Signal that ends it in order; SIGTERM unless told. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
}
