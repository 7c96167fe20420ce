import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { Problem } from '@app/http';
import { BrokerBoards, Clock, type BoardHandler } from '@app/messaging';
import { holderOfPass, PASS_PATH } from '../access/pass.js';
import type { Role } from '../access/roles.js';
import { Tokens } from '../access/tokens.js';
import { Audit } from '../audit/audit.js';

const BROKER = 'bullmq';

const headers = {
  // The board's own styles are inline; what it would fetch from elsewhere is not needed.
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * bull-board, for who has a pass: operators may change what viewers may see. The audit has what they
 * asked for before the board does it, since there is no transaction with Redis.
 */
@Injectable()
export class TaskBoardMiddleware implements NestMiddleware {
  private readonly opened = new Map<Role, Promise<BoardHandler>>();

  constructor(
    private readonly boards: BrokerBoards,
    private readonly tokens: Tokens,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem 401 without a pass, 403 from another site, 404 where there are no queues */
  async use(request: HttpRequest, response: ServerResponse, next: Next): Promise<void> {
    // A port makes no other site to a cookie: what another page of this host asks comes with it.
    const from = request.headers['sec-fetch-site'] ?? 'none';
    if (from !== 'none' && from !== 'same-origin') {
      throw new Problem(403, 'FORBIDDEN', 'Another page may not ask this. Open the console.');
    }
    const nowMs = this.clock.now().getTime();
    const holder = holderOfPass(request.headers.cookie ?? '', this.tokens.secret, nowMs);
    if (!holder) {
      throw new Problem(401, 'UNAUTHORIZED', 'Open the task board from the console, with a token.');
    }
    const board = await this.board(holder.role);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { url = '', originalUrl, method = '' } = request;
    // The board knows its routes from where it is mounted; a wildcard leaves nothing of them.
    request.url = `/${originalUrl.slice(PASS_PATH.length).replace(/^\//, '')}`;
    if (holder.role === 'operator' && !['GET', 'HEAD'].includes(method)) {
      await this.audit.note(holder, 'task-board', { method, path: request.url }, {});
    }
    board(request, response, (error) => {
      request.url = url;
      next(error);
    });
  }

  private board(role: Role): Promise<BoardHandler> {
    const board = this.boards.of(BROKER);
    if (!board) throw new Problem(404, 'NOT_FOUND', 'This app has no task queues.');
    let opened = this.opened.get(role);
    if (!opened) this.opened.set(role, (opened = board.open(PASS_PATH, role === 'operator')));
    return opened;
  }
}

interface HttpRequest extends IncomingMessage {
  readonly originalUrl: string;
}

type Next = (error?: unknown) => void;
