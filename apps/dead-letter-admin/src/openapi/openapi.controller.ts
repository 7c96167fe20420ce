import { Controller, Get } from '@nestjs/common';
import { openApiDocument } from './openapi.document.js';

/** How to ask this API, for anyone: it says nothing about what is in the ledger. */
@Controller('openapi.json')
export class OpenApiController {
  private readonly document = openApiDocument();

  @Get()
  show(): object {
    return this.document;
  }
}
