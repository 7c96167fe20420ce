import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { OrderStepRecorded } from '@app/events';
import { StatisticsService } from './statistics.service.js';

@Controller()
export class OrderActivityHandler {
  constructor(private readonly statistics: StatisticsService) {}

  /** Needs no inbox: the latest step of an order wins, however often and whenever each comes. */
  @EventPattern<string>(OrderStepRecorded.type)
  async handle(@Payload() step: OrderStepRecorded): Promise<void> {
    await this.statistics.count(step);
  }
}
