import { Controller, Get, UseGuards } from '@nestjs/common';
import { BearerGuard } from '../access/bearer.guard.js';
import { Audit, type AuditRecord } from './audit.js';

@Controller('dead-letters/audit')
@UseGuards(BearerGuard)
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  async list(): Promise<{ items: AuditRecord[] }> {
    return { items: await this.audit.list() };
  }
}
