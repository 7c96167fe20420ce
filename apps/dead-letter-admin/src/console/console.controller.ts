import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { PageFiles } from '@app/http';

/**
 * The console's files, for anyone: they say nothing about what is in the ledger. What they show
 * comes from the API, by the token that the reader gives.
 */
@Controller()
export class ConsoleController {
  private readonly files = new PageFiles(path.join(import.meta.dirname, 'public'));

  @Get()
  index(@Res() response: ServerResponse): void {
    this.files.send('index.html', response);
  }

  @Get('console/:name')
  file(@Param('name') name: string, @Res() response: ServerResponse): void {
    this.files.send(name, response);
  }
}
