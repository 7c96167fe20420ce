import { Controller, Get } from '@nestjs/common';
import { HealthRegistry } from '@app/messaging';
import { orderActivity } from '@app/topology';
import { SystemFiguresReader, type SystemFigures } from './system-figures.js';

/** What the page shows, and whether its feed can bring news at all. */
export interface PageFigures extends SystemFigures {
  readonly isFeedUp: boolean;
}

@Controller('page/figures.json')
export class FiguresController {
  constructor(
    private readonly figures: SystemFiguresReader,
    private readonly health: HealthRegistry,
  ) {}

  @Get()
  async show(): Promise<PageFigures> {
    const feed = this.health.of(orderActivity.broker);
    return { ...(await this.figures.read()), isFeedUp: feed?.status !== 'down' };
  }
}
