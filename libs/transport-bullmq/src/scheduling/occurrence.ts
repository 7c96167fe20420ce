import { v5 as uuidOf } from 'uuid';
import { z } from 'zod';
import { encodeEvent, type CloudEvent, type MessageHeaders } from '@app/events';

/** A namespace of our own (RFC 9562, section 6.5) for the ids of occurrences. */
const OCCURRENCES = '0a9d2c5e-6b1f-5f0e-9c39-5d2f1c1f6b7e';

const scheduleDataSchema = z.strictObject({ occurrenceOf: z.looseObject({ type: z.string() }) });

/** The data that BullMQ gives to each job of a schedule: the event, but for what each has anew. */
export function toScheduleData(event: CloudEvent): z.infer<typeof scheduleDataSchema> {
  const { id: _id, time: _time, correlationid: _story, idempotencykey: _key, ...template } = event;
  return { occurrenceOf: template };
}

export interface ScheduledJob {
  readonly id?: string | undefined;
  readonly repeatJobKey?: string | undefined;
  readonly queueQualifiedName: string;
  readonly data: unknown;
}

/**
 * Each job of a schedule is an event of its own, and the same one however often it is delivered.
 * @returns undefined for every other job
 */
export function occurrence(
  job: ScheduledJob,
): { body: Buffer; headers: MessageHeaders } | undefined {
  if (job.repeatJobKey === undefined) return undefined;
  const { success, data } = scheduleDataSchema.safeParse(job.data);
  if (!success) return undefined;
  const id = uuidOf(`${job.queueQualifiedName}/${job.id}`, OCCURRENCES);
  return encodeEvent({
    ...data.occurrenceOf,
    id,
    time: dueTime(job.id).toISOString(),
    correlationid: id,
  } as CloudEvent);
}

/** BullMQ ends the id of such a job with the time for which it is due, in ms since 1970. */
function dueTime(jobId = ''): Date {
  const dueMs = Number(/:(\d{1,15})$/.exec(jobId)?.[1] ?? 0);
  return new Date(dueMs);
}
