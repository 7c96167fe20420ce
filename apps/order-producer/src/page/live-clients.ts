import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Problem } from '@app/http';

/** Together with the next bounds what all pages may cost: 64 MB. */
const MOST_CLIENTS = 1_000;
const MOST_UNREAD_BYTES = 64 * 1024;
/** Proxies end connections that are silent for a minute. */
const SIGN_OF_LIFE_MS = 15_000;

/**
 * Open connections of pages, each a stream of server-sent events (WHATWG HTML, 9.2). A client that
 * reads too slowly is cut off, not buffered for: it comes back by itself and reads anew.
 */
@Injectable()
export class LiveClients {
  private readonly clients = new Set<ServerResponse>();
  private signOfLife: NodeJS.Timeout | undefined;
  private isClosed = false;

  get count(): number {
    return this.clients.size;
  }

  /** @throws Problem 503 when there are too many, or the app stops */
  add(response: ServerResponse): void {
    if (this.isClosed || this.clients.size >= MOST_CLIENTS) {
      throw new Problem(503, 'TOO_MANY_LISTENERS', 'Too many pages listen. Try again later.');
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    this.clients.add(response);
    response.once('close', () => this.clients.delete(response));
    this.signOfLife ??= setInterval(() => this.write(':\n\n'), SIGN_OF_LIFE_MS).unref();
  }

  /** @param data becomes JSON */
  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Ends every stream: an open one would hold up the app that stops. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.signOfLife);
    for (const client of this.clients) client.end();
  }

  private write(text: string): void {
    for (const client of this.clients) {
      if (client.writableLength > MOST_UNREAD_BYTES) client.destroy();
      else client.write(text);
    }
  }
}
