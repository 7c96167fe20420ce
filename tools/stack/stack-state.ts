import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../shared/error-code.js';
import { projectRoot } from '../shared/project-root.js';
import type { OwnedProcess } from './native/owned-process.js';

export type Mode = 'external' | 'docker' | 'native';

/** What `stack:up` did, for `stack:down`, `stack:status` and whoever needs an address. */
export interface StackState {
  readonly mode: Mode;
  /** Why this mode was taken. */
  readonly reason: string;
  readonly servers: Record<string, ServerState>;
}

export interface ServerState {
  readonly version?: string;
  readonly environment: Record<string, string>;
  readonly startedAt: string;
  /** Whether `stack:up` started it, so that `stack:down` may end it. */
  readonly ours: boolean;
  readonly processes: readonly OwnedProcess[];
}

/** Everything that the stack leaves on disk, bar shared downloads; ignored by git. */
export const stackFolder = path.join(projectRoot, '.stack');

export function readState(folder = stackFolder): StackState | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as StackState;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export function writeState(state: StackState, folder = stackFolder): void {
  mkdirSync(folder, { recursive: true });
  const next = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(next, fileIn(folder));
}

export function withServer(state: StackState, name: string, server: ServerState): StackState {
  return { ...state, servers: { ...state.servers, [name]: server } };
}

export function deleteState(folder = stackFolder): void {
  rmSync(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return path.join(folder, 'stack.json');
}
