import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { InvoiceIssue } from '@app/events';
import { Idempotent } from '@app/idempotency';
import { InvoicesService } from './invoices.service.js';

@Controller()
export class InvoiceIssueHandler {
  constructor(private readonly invoices: InvoicesService) {}

  @EventPattern<string>(InvoiceIssue.type)
  @Idempotent()
  async handle(@Payload() invoice: InvoiceIssue): Promise<void> {
    await this.invoices.issue(invoice);
  }
}
