import { describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import { ConfigurationError, UnknownDestinationError } from '@app/messaging';
import { queueNames, Queues } from './queues.js';

const topology = (...names: string[]) => ({ queues: names.map((name) => ({ name })) });

describe('queueNames', () => {
  it('gives each queue its dead letters', () => {
    expect(queueNames(topology('tasks'))).toEqual(['tasks', 'tasks.dlq']);
  });

  it.each([
    ['a name that is there twice', topology('tasks', 'tasks')],
    ['a name that is that of dead letters', topology('tasks', 'tasks.dlq')],
    ['a colon', topology('a:b')],
  ])('refuses %s', (_what, wrong) => {
    expect(() => queueNames(wrong)).toThrow(ConfigurationError);
  });
});

describe('Queues', () => {
  const tasks = { name: 'tasks' } as Queue;
  const deadLetters = { name: 'tasks.dlq' } as Queue;
  const queues = new Queues({ queues: [{ name: 'tasks', jobs: { 'a.v1': { priority: 3 } } }] }, [
    tasks,
    deadLetters,
  ]);

  it('finds queues and their dead letters', () => {
    expect(queues.of({ broker: 'bullmq', name: 'tasks' })).toBe(tasks);
    expect(queues.deadLettersOf('tasks')).toBe(deadLetters);
  });

  it.each(['nowhere', 'tasks.dlq'])('has no destination %s', (name) => {
    expect(() => queues.of({ broker: 'bullmq', name })).toThrow(UnknownDestinationError);
  });

  it('knows what the topology says of a type', () => {
    expect(queues.jobOptions('tasks', 'a.v1')).toEqual({ priority: 3 });
    expect(queues.jobOptions('tasks', 'b.v1')).toEqual({});
  });
});
