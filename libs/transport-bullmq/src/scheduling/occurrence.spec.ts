import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createEvent, decodeEvent, defineEvent, type CloudEvent } from '@app/events';
import { occurrence, toScheduleData, type ScheduledJob } from './occurrence.js';

const Report = defineEvent({
  name: 'stalled.report',
  version: 1,
  schema: z.object({ olderThanMinutes: z.number() }),
  subject: () => 'orders',
  idempotencyKey: () => 'the same each time',
});
const DUE = new Date('2026-11-22T10:00:00.000Z');

describe('an occurrence of a schedule', () => {
  const template = createEvent(
    Report,
    { olderThanMinutes: 5 },
    { source: '/app', time: new Date(0) },
  );
  const job = (overrides: Partial<ScheduledJob> = {}): ScheduledJob => ({
    id: `repeat:hourly:${DUE.getTime()}`,
    repeatJobKey: 'hourly',
    queueQualifiedName: 'bull:tasks',
    data: JSON.parse(JSON.stringify(toScheduleData(template))) as unknown,
    ...overrides,
  });

  it('is an event with the data of the schedule, of the time for which it is due', () => {
    const event = eventOf(job());

    expect(event).toMatchObject({ type: template.type, data: template.data });
    expect(event.time).toBe(DUE.toISOString());
    expect(event.correlationid).toBe(event.id);
    expect(event.id).not.toBe(template.id);
  });

  it('is the same event however often it is delivered', () => {
    expect(occurrence(job())).toEqual(occurrence(job()));
  });

  it('is an event of its own: no key of the schedule makes a duplicate of the next', () => {
    const next = job({ id: `repeat:hourly:${DUE.getTime() + 3_600_000}` });
    const elsewhere = job({ queueQualifiedName: 'bull:other' });

    const ids = [job(), next, elsewhere].map((it) => eventOf(it).id);

    expect(new Set(ids).size).toBe(3);
    expect(eventOf(next).idempotencykey).toBeUndefined();
  });

  it('is not what a job without schedule has, nor one of another program', () => {
    const { repeatJobKey: _none, ...plain } = job();

    expect(occurrence(plain)).toBeUndefined();
    expect(occurrence(job({ data: { every: 'hour' } }))).toBeUndefined();
  });
});

function eventOf(scheduled: ScheduledJob): CloudEvent {
  const { body, headers } = occurrence(scheduled)!;
  return decodeEvent(body, headers);
}
