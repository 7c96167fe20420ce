import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Acting } from '../access/acting.decorator.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { ForOperators, type Actor } from '../access/roles.js';
import { parse } from '../listing/parse.js';
import { discardRequestSchema } from './discard-request.js';
import { Discards } from './discards.js';

@Controller('dead-letters/discards')
@UseGuards(BearerGuard)
export class DiscardsController {
  constructor(private readonly discards: Discards) {}

  @Post()
  @HttpCode(200)
  @ForOperators()
  async create(
    @Body() body: unknown,
    @Acting() actor: Actor,
  ): Promise<{ discarded: number; dryRun: boolean }> {
    const request = parse(discardRequestSchema, body);
    const { dryRun } = request;
    const work = dryRun ? this.discards.count(request) : this.discards.discard(request, actor);
    return { dryRun, discarded: await work };
  }
}
