import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { Problem } from '@app/http';
import { BearerGuard } from '../access/bearer.guard.js';
import type { DeadLetterRow } from '../ledger/dead-letters.table.js';
import { DeadLetterQueries, type Summary } from './dead-letter.queries.js';
import { filterSchema } from './filter.js';
import { pageFields } from './page-fields.js';
import type { Page } from './page.js';
import { parse } from './parse.js';
import { toDetail, type ListItem } from './view.js';

export const listSchema = filterSchema.extend(pageFields);

interface HttpResponse {
  set(headers: Record<string, string>): HttpResponse;
  send(body: Buffer): void;
}

@Controller('dead-letters')
@UseGuards(BearerGuard)
export class DeadLettersController {
  constructor(private readonly queries: DeadLetterQueries) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<ListItem>> {
    const { cursor, limit, ...filter } = parse(listSchema, query);
    return await this.queries.list(filter, limit, cursor);
  }

  @Get('summary')
  async summary(@Query() query: unknown): Promise<Summary> {
    return await this.queries.summary(parse(filterSchema, query));
  }

  @Get(':id')
  async show(@Param('id') id: string): Promise<ReturnType<typeof toDetail>> {
    return toDetail(await this.find(id));
  }

  /** The bytes as they failed; a browser neither guesses at them nor runs them. */
  @Get(':id/body')
  async body(@Param('id') id: string, @Res() response: HttpResponse): Promise<void> {
    const letter = await this.find(id);
    response
      .set({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${letter.id}.bin"`,
        'x-content-type-options': 'nosniff',
      })
      .send(letter.body);
  }

  private async find(id: string): Promise<DeadLetterRow> {
    const row = await this.queries.find(id.slice(0, 512).replaceAll('\0', ''));
    if (row) return row;
    throw new Problem(404, 'DEAD_LETTER_NOT_FOUND', 'There is no such dead letter.');
  }
}
