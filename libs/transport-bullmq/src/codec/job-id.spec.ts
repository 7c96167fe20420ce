import { describe, expect, it } from '@jest/globals';
import { deadLetterJobId, jobIdOf } from './job-id.js';

describe('jobIdOf', () => {
  it('leaves the usual ids as they are', () => {
    expect(jobIdOf('019a9f0e-5d1c-7cc3-98c4-dc0c0c07398f')).toBe(
      '019a9f0e-5d1c-7cc3-98c4-dc0c0c07398f',
    );
  });

  it('makes an id of its own of each, and none that BullMQ refuses', () => {
    const ids = ['42', '%42', '-1', 'a:b', 'a%3Ab', 'a%b', '4:2', ''];

    const jobIds = ids.map(jobIdOf);

    expect(new Set(jobIds).size).toBe(ids.length);
    for (const jobId of jobIds) expect(jobId).not.toMatch(/:|^-?\d+$/);
  });
});

describe('deadLetterJobId', () => {
  it('is the same for one job, and another for its replay', () => {
    expect(deadLetterJobId('letter', 'job')).toBe(deadLetterJobId('letter', 'job'));
    expect(deadLetterJobId('letter', 'job')).not.toBe(deadLetterJobId('letter', 'job.1'));
    expect(deadLetterJobId('letter', 'repeat:each:17')).not.toContain(':');
  });
});
