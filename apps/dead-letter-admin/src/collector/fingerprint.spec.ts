import { describe, expect, it } from '@jest/globals';
import { fingerprint, normaliseMessage, topFrame } from './fingerprint.js';

describe('normaliseMessage', () => {
  it.each([
    ['order 42 not found', 'order <n> not found'],
    ['took 1,234.5 ms', 'took <n> ms'],
    ['order 0190c8a2-7b1e-7c3d-8e4f-123456789abc is unknown', 'order <id> is unknown'],
    ['at 2026-01-02T03:04:05.678Z', 'at <time>'],
    ["no such card: 'visa'", 'no such card: <text>'],
    ['pointer 0xdeadbeef', 'pointer <n>'],
    ['commit 3f2a9c1b7e failed', 'commit <id> failed'],
    ['the decade facade', 'the decade facade'],
    ['', ''],
  ])('%j is %j', (message, normalised) => {
    expect(normaliseMessage(message)).toBe(normalised);
  });
});

describe('topFrame', () => {
  it.each([
    [
      'Error: x\n    at InventoryService.reserve (file:///app/a.js:1:2)',
      'InventoryService.reserve',
    ],
    ['Error: x\n    at async Handler.handle (/app/a.js:1:2)', 'Handler.handle'],
    [
      'Error: x\n    at parse (/app/node_modules/zod/a.js:1:2)\n    at read (/app/b.js:1:2)',
      'read',
    ],
    ['Error: x\n    at /app/a.js:1:2', ''],
    ['Error: x', ''],
    ['', ''],
  ])('of %j is %j', (stack, frame) => {
    expect(topFrame(stack)).toBe(frame);
  });
});

describe('fingerprint', () => {
  const failure = {
    reason: 'RETRIES_EXHAUSTED',
    name: 'Error',
    message: 'order 1 is gone',
    stack: 'Error: order 1 is gone\n    at reserve (/app/a.js:1:2)',
  };

  it('is the same for one cause, whatever the order and the build', () => {
    const other = {
      ...failure,
      message: 'order 2 is gone',
      stack: 'E\n    at reserve (/b.js:9:9)',
    };

    expect(fingerprint(other)).toBe(fingerprint(failure));
  });

  it.each([
    ['reason', { reason: 'UNRECOVERABLE' }],
    ['class', { name: 'TypeError' }],
    ['message', { message: 'order 1 is late' }],
    ['place', { stack: 'Error\n    at release (/app/a.js:1:2)' }],
  ])('differs by %s', (_, other) => {
    expect(fingerprint({ ...failure, ...other })).not.toBe(fingerprint(failure));
  });
});
