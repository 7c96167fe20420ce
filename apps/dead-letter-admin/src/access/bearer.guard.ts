import { isUtf8 } from 'node:buffer';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '@app/http';
import { demandOperator } from './demand-operator.js';
import { NEEDED_ROLE, type Actor, type Role } from './roles.js';
import { Tokens } from './tokens.js';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  actor?: Actor;
}

interface HttpResponse {
  set(name: string, value: string): unknown;
}

const MAX_NAME_CHARS = 100;

/** Knows people by their bearer token (RFC 6750) and the name in `X-Operator`, which proves nothing. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly tokens: Tokens,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Problem 401 without a valid token, 403 where the role isn't enough, 400 for the name */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const role = this.roleOf(request.headers['authorization']);
    if (!role) {
      context.switchToHttp().getResponse<HttpResponse>().set('WWW-Authenticate', 'Bearer');
      throw new Problem(401, 'UNAUTHORIZED', 'Send a valid token: Authorization: Bearer <token>.');
    }
    const needed = this.reflector.getAllAndOverride<Role | undefined>(NEEDED_ROLE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (needed === 'operator') demandOperator({ role });
    request.actor = { role, name: nameOf(request.headers['x-operator']) };
    return true;
  }

  private roleOf(authorization: string | string[] | undefined): Role | undefined {
    const [, token] = /^Bearer +(\S+)$/i.exec(String(authorization ?? '')) ?? [];
    return token === undefined ? undefined : this.tokens.roleOf(token);
  }
}

/**
 * As it was given: whoever shows it escapes it. Node reads headers as Latin-1; a console that knows all
 * letters sends UTF-8. @throws Problem 400 where it is too long
 */
function nameOf(header: string | string[] | undefined): string | undefined {
  const bytes = Buffer.from(String(header ?? ''), 'latin1');
  const name = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  if (name.length <= MAX_NAME_CHARS) return name || undefined;
  const message = `takes up to ${MAX_NAME_CHARS} characters`;
  const field = 'X-Operator';
  throw new Problem(400, 'INVALID_REQUEST', `${field} ${message}.`, [{ field, message }]);
}
