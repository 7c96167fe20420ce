import { Controller, Get } from '@nestjs/common';
import { SystemFiguresReader, type SystemFigures } from './system-figures.js';

@Controller('page/figures.json')
export class FiguresController {
  constructor(private readonly figures: SystemFiguresReader) {}

  @Get()
  async show(): Promise<SystemFigures> {
    return await this.figures.read();
  }
}
