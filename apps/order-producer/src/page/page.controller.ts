import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { PageFiles } from '@app/http';
import { ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { isDemo } from './demo.js';
import { pageSettings } from './page.settings.js';

/** What the page may do here, and where its links lead. */
export interface PageOptions {
  readonly demo: boolean;
  readonly consoleUrl: string;
}

/** The page on which orders move. */
@Controller()
export class PageController {
  private readonly files = new PageFiles(path.join(import.meta.dirname, 'public'));
  private readonly pageOptions: PageOptions;

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    const { DEAD_LETTER_CONSOLE_URL } = readSettings(pageSettings, environment);
    this.pageOptions = { demo: isDemo(environment), consoleUrl: DEAD_LETTER_CONSOLE_URL };
  }

  @Get()
  index(@Res() response: ServerResponse): void {
    this.files.send('index.html', response);
  }

  @Get('page/options.json')
  options(): PageOptions {
    return this.pageOptions;
  }

  @Get('page/:name')
  file(@Param('name') name: string, @Res() response: ServerResponse): void {
    this.files.send(name, response);
  }
}
