import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { BearerGuard } from '../access/bearer.guard.js';
import { pageFields } from '../listing/page-fields.js';
import type { Page } from '../listing/page.js';
import { parse } from '../listing/parse.js';
import { Audit, type AuditRecord } from './audit.js';

export const auditSchema = z.strictObject(pageFields);

@Controller('dead-letters/audit')
@UseGuards(BearerGuard)
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  async list(@Query() query: unknown): Promise<Page<AuditRecord>> {
    const { limit, cursor } = parse(auditSchema, query);
    return await this.audit.list(limit, cursor);
  }
}
