import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Res,
  UseGuards,
} from '@nestjs/common';
import { Acting } from '../access/acting.decorator.js';
import { BearerGuard } from '../access/bearer.guard.js';
import { demandOperator } from '../access/demand-operator.js';
import { ForOperators, type Actor } from '../access/roles.js';
import { parse } from '../listing/parse.js';
import type { ReplayPlan } from './replay-plan.js';
import { replayRequestSchema } from './replay-request.js';
import { Replays, type StartedReplay } from './replays.js';
import type { ReplayView } from './replay.view.js';

interface HttpResponse {
  status(code: number): unknown;
  location(url: string): unknown;
}

@Controller('dead-letters/replays')
@UseGuards(BearerGuard)
export class ReplaysController {
  constructor(private readonly replays: Replays) {}

  /** 202 and the replay; of a dry run, for viewers too, 200 and what would be sent. */
  @Post()
  @HttpCode(202)
  async create(
    @Body() body: unknown,
    @Acting() actor: Actor,
    @Res({ passthrough: true }) response: HttpResponse,
  ): Promise<StartedReplay | (ReplayPlan & { dryRun: true })> {
    const request = parse(replayRequestSchema, body);
    if (request.dryRun) {
      response.status(200);
      return { dryRun: true, ...(await this.replays.plan(request)) };
    }
    demandOperator(actor);
    const replay = await this.replays.create(request, actor);
    response.location(`/dead-letters/replays/${replay.id}`);
    return replay;
  }

  @Get(':id')
  async show(@Param('id') id: string): Promise<ReplayView> {
    return await this.replays.show(id);
  }

  @Delete(':id')
  @ForOperators()
  async cancel(@Param('id') id: string, @Acting() actor: Actor): Promise<ReplayView> {
    return await this.replays.cancel(id, actor);
  }
}
