import { Controller, Delete, Get, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { Clock } from '@app/messaging';
import { AdminSettingsPort } from '../admin-settings.port.js';
import { Acting } from './acting.decorator.js';
import { BearerGuard } from './bearer.guard.js';
import { noPassCookie, passCookie } from './pass.js';
import type { Actor, Role } from './roles.js';
import { Tokens } from './tokens.js';

interface HttpResponse {
  set(name: string, value: string): unknown;
}

/** What a token is good for, and where its links lead. */
interface Session {
  readonly role: Role;
  readonly rabbitMqConsole?: string;
}

@Controller('session')
@UseGuards(BearerGuard)
export class SessionController {
  constructor(
    private readonly settings: AdminSettingsPort,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Acting() { role }: Actor): Session {
    const { RABBITMQ_CONSOLE_URL } = this.settings.values;
    return { role, ...(RABBITMQ_CONSOLE_URL && { rabbitMqConsole: RABBITMQ_CONSOLE_URL }) };
  }

  /** Gives the browser a pass to the task board, to which it can send no token. */
  @Post()
  @HttpCode(204)
  open(@Acting() actor: Actor, @Res({ passthrough: true }) response: HttpResponse): void {
    const nowMs = this.clock.now().getTime();
    response.set('Set-Cookie', passCookie(actor, this.tokens.secret, nowMs));
  }

  /** Takes the pass away. */
  @Delete()
  @HttpCode(204)
  close(@Res({ passthrough: true }) response: HttpResponse): void {
    response.set('Set-Cookie', noPassCookie());
  }
}
