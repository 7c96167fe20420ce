import { Controller, Get, UseGuards } from '@nestjs/common';
import { Acting } from './acting.decorator.js';
import { BearerGuard } from './bearer.guard.js';
import type { Actor, Role } from './roles.js';

/** What a token is good for. */
@Controller('session')
@UseGuards(BearerGuard)
export class SessionController {
  @Get()
  show(@Acting() { role }: Actor): { role: Role } {
    return { role };
  }
}
