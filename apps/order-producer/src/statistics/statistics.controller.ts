import { Controller, Get } from '@nestjs/common';
import { StatisticsService, type Statistics } from './statistics.service.js';

@Controller('statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  show(): Promise<Statistics> {
    return this.statistics.current();
  }
}
