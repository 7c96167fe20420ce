import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Acting } from '../access/acting.decorator.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { demandOperator } from '../access/demand-operator.js';
import type { Actor } from '../access/roles.js';
import { parse } from '../listing/parse.js';
import { discardRequestSchema } from './discard-request.js';
import { Discards } from './discards.js';

@Controller('dead-letters/discards')
@UseGuards(BearerGuard)
export class DiscardsController {
  constructor(private readonly discards: Discards) {}

  /** Viewers may ask for a dry run. */
  @Post()
  @HttpCode(200)
  async create(
    @Body() body: unknown,
    @Acting() actor: Actor,
  ): Promise<{ discarded: number; dryRun: boolean }> {
    const request = parse(discardRequestSchema, body);
    const { dryRun } = request;
    if (dryRun) return { dryRun, discarded: await this.discards.count(request) };
    demandOperator(actor);
    return { dryRun, discarded: await this.discards.discard(request, actor) };
  }
}
