import { Inject, Injectable } from '@nestjs/common';
import type { RepeatOptions } from 'bullmq';
import { createEvent, EventCatalogue } from '@app/events';
import { APP_NAME, Clock, ConfigurationError } from '@app/messaging';
import { BULLMQ } from '../broker.js';
import { JobSender } from '../publishing/job-sender.js';
import { Queues } from '../topology/queues.js';
import { toScheduleData } from './occurrence.js';
import type { Repeat, Schedule } from './schedule.js';

/**
 * Events that come again and again. BullMQ keeps the schedules; several apps that have the same one
 * have it once. While no worker reads the queue, at most one job of a schedule waits in it.
 */
@Injectable()
export class BullMqScheduler {
  constructor(
    @Inject(APP_NAME) private readonly app: string,
    private readonly queues: Queues,
    private readonly sender: JobSender,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
  ) {}

  /**
   * What BullMQ keeps of a schedule.
   * @throws ConfigurationError when the type is not in the catalogue
   * @throws EventValidationError when the data does not fit the type
   */
  template({ id, type, data }: Schedule) {
    const definition = this.catalogue.get(type);
    if (!definition) {
      throw new ConfigurationError(`Schedule '${id}' is of ${type}, which no event catalogue has.`);
    }
    const origin = { source: `/${this.app}`, time: this.clock.now() };
    return { name: type, data: toScheduleData(createEvent(definition, data, origin)) };
  }

  /**
   * Adds the schedule, or changes it. Resolves when Redis has it.
   * @throws ConfigurationError, EventValidationError, UnknownDestinationError before anything is sent
   * @throws PublishRejectedError, PublishUnconfirmedError
   */
  async upsert(queueName: string, schedule: Schedule): Promise<void> {
    const queue = this.queues.of({ broker: BULLMQ, name: queueName });
    const template = this.template(schedule);
    const repeat = repeatOptions(schedule.repeat);
    await this.sender.confirm(() => queue.upsertJobScheduler(schedule.id, repeat, template));
  }

  /** Resolves when there is no such schedule. A job that it has made already stays. */
  async remove(queueName: string, id: string): Promise<void> {
    const queue = this.queues.of({ broker: BULLMQ, name: queueName });
    await this.sender.confirm(() => queue.removeJobScheduler(id));
  }
}

function repeatOptions(repeat: Repeat): Omit<RepeatOptions, 'key'> {
  if ('everyMs' in repeat) return { every: repeat.everyMs };
  return { pattern: repeat.cron, tz: repeat.timeZone ?? 'UTC' };
}
