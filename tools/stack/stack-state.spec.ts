import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteState, readState, type StackState, withServer, writeState } from './stack-state.js';

const empty: StackState = { mode: 'native', reason: 'a test', servers: {} };
const server = { environment: { A: '1' }, startedAt: 'now', ours: true, processes: [] };

describe('the state file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stack-state-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives back what was written', () => {
    const state = withServer(empty, 'kafka', server);

    writeState(state, folder);

    expect(readState(folder)).toEqual(state);
  });

  it('is nothing before the first start and after the stack was ended', () => {
    expect(readState(folder)).toBeUndefined();
    writeState(empty, folder);

    deleteState(folder);

    expect(readState(folder)).toBeUndefined();
  });

  it('keeps one server when another one is recorded', () => {
    const both = withServer(withServer(empty, 'kafka', server), 'postgres', server);

    expect(Object.keys(both.servers)).toEqual(['kafka', 'postgres']);
  });
});
