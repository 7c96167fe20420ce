import { Worker, type Job, type JobJson } from 'bullmq';
import { UnparsedData } from '../codec/unparsed-data.js';

/**
 * A worker that hands on jobs whose data isn't JSON. BullMQ's own throws, so that the job stalls,
 * comes again, and throws again, for ever.
 */
export class LenientWorker extends Worker {
  protected override createJob(json: JobJson, jobId: string): Job {
    try {
      return super.createJob(json, jobId);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'SyntaxError')) throw error;
      const job = super.createJob({ ...json, data: '{}' }, jobId);
      job.data = new UnparsedData(json.data);
      return job;
    }
  }
}
