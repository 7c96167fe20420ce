import type { ServerResponse } from 'node:http';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '@app/messaging';
import { Problem } from '@app/http';
import { isDemo } from './demo.js';
import { pageFiles } from './page-files.js';

/** Nothing but our own files and answers: what an event says can't become a script. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** The page on which orders move. */
@Controller()
export class PageController {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  @Get()
  index(@Res() response: ServerResponse): void {
    this.send('index.html', response);
  }

  /** What the page may do here. */
  @Get('page/options.json')
  options(): { demo: boolean } {
    return { demo: isDemo(this.environment) };
  }

  @Get('page/:name')
  file(@Param('name') name: string, @Res() response: ServerResponse): void {
    this.send(name, response);
  }

  private send(name: string, response: ServerResponse): void {
    const file = pageFiles.get(name);
    if (!file) throw new Problem(404, 'NOT_FOUND', 'The page has no such file.');
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
  }
}
