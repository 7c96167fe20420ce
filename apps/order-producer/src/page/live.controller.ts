import type { ServerResponse } from 'node:http';
import { Controller, Get, Res } from '@nestjs/common';
import { LiveClients } from './live-clients.js';

@Controller('activity')
export class LiveController {
  constructor(private readonly clients: LiveClients) {}

  /**
   * Every order's steps from now on: events `steps` (`{ steps, omitted }`) and `renew` (something
   * may have been missed: read what you show again).
   */
  @Get()
  follow(@Res() response: ServerResponse): void {
    this.clients.add(response);
  }
}
