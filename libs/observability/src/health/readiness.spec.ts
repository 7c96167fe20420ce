import { describe, expect, it } from '@jest/globals';
import type { Health } from '@app/messaging';
import { decideReadiness } from './readiness.js';

const up: Health = { status: 'up' };
const unwell: Health = { status: 'degraded', detail: 'look at it' };
const down: Health = { status: 'down', detail: 'no route' };

describe('decideReadiness', () => {
  it.each<[string, Record<string, Health>, string[] | undefined, string]>([
    ['all up', { database: up, kafka: up }, undefined, 'ready'],
    ['nothing to check', {}, undefined, 'ready'],
    ['one down, all needed', { database: up, kafka: down }, undefined, 'not_ready'],
    ['one down that is not needed', { database: up, kafka: down }, ['database'], 'degraded'],
    ['one down that is needed', { database: down, kafka: up }, ['database'], 'not_ready'],
    ['one to be looked at', { database: up, outbox: unwell }, undefined, 'degraded'],
    ['one needed to be looked at', { database: unwell }, ['database'], 'degraded'],
    ['all down, none needed', { database: down }, [], 'degraded'],
    ['one needed that nobody reports', { kafka: up }, ['database'], 'not_ready'],
    ['one needed by a name of Object.prototype', { kafka: up }, ['toString'], 'not_ready'],
  ])('%s', (_, checks, readyWith, expected) => {
    expect(decideReadiness(checks, readyWith).status).toBe(expected);
  });

  it('shows every check, and those that it missed', () => {
    expect(decideReadiness({ kafka: down }, ['database']).checks).toEqual({
      kafka: down,
      database: { status: 'down', detail: 'nothing reports it' },
    });
  });
});
