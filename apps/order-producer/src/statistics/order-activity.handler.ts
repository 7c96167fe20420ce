import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { OrderStepRecorded } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { StatisticsService } from './statistics.service.js';

@Controller()
export class OrderActivityHandler {
  constructor(private readonly statistics: StatisticsService) {}

  @EventPattern<string>(OrderStepRecorded.type)
  @Idempotent()
  async handle(@Payload() step: OrderStepRecorded): Promise<void> {
    await this.statistics.count(step);
  }
}
