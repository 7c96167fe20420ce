import type { Socket } from 'node:net';

/** Which answer never arrives. */
export interface AnswerCut {
  matchesRequest(bytes: Buffer): boolean;
  matchesAnswer(bytes: Buffer): boolean;
  /** The answer was kept back and the connection is cut. */
  done(): void;
}

interface Observer {
  /** A cut applies to this connection now, and to no other. */
  used(): void;
  closed(): void;
}

/** One client and the server behind it. When one side goes, so does the other. */
export class ProxiedConnection {
  private awaited: AnswerCut | undefined;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly armedCut: () => AnswerCut | undefined,
    private readonly observer: Observer,
  ) {
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // A broken connection is what a proxy is for: 'close' follows and ends the other side.
      socket.on('error', () => undefined);
      socket.on('close', () => this.destroy());
    }
    client.on('data', (bytes) => this.request(bytes));
    server.on('data', (bytes) => this.answer(bytes));
    client.on('end', () => server.end());
    server.on('end', () => client.end());
    client.on('drain', () => server.resume());
    server.on('drain', () => client.resume());
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
    this.observer.closed();
  }

  private request(bytes: Buffer): void {
    const cut = this.armedCut();
    if (cut?.matchesRequest(bytes)) {
      this.awaited = cut;
      this.observer.used();
    }
    if (!this.server.write(bytes)) this.client.pause();
  }

  private answer(bytes: Buffer): void {
    if (this.awaited?.matchesAnswer(bytes)) {
      this.destroy();
      this.awaited.done();
    } else if (!this.client.write(bytes)) {
      this.server.pause();
    }
  }
}
