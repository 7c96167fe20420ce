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
  private isFrozen = false;
  /** What is late, oldest first. */
  private readonly late: { readonly dueMs: number; readonly pass: () => void }[] = [];
  private awaited: AnswerCut | undefined;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly armedCut: () => AnswerCut | undefined,
    private readonly observer: Observer,
    private readonly delayMs: () => number,
  ) {
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // A broken connection is what a proxy is for: 'close' follows and ends the other side.
      socket.on('error', () => undefined);
      socket.on('close', () => this.destroy());
    }
    client.on('data', (bytes) => this.inTime(() => this.request(bytes)));
    server.on('data', (bytes) => this.inTime(() => this.answer(bytes)));
    client.on('end', () => this.inTime(() => server.end()));
    server.on('end', () => this.inTime(() => client.end()));
    client.on('drain', () => this.resume(server));
    server.on('drain', () => this.resume(client));
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
    this.observer.closed();
  }

  /** Nothing passes any more, and neither side is told. */
  freeze(): void {
    this.isFrozen = true;
    this.client.pause();
    this.server.pause();
  }

  thaw(): void {
    this.isFrozen = false;
    this.client.resume();
    this.server.resume();
  }

  private resume(socket: Socket): void {
    if (!this.isFrozen) socket.resume();
  }

  /** Nothing overtakes what is late already, even when the delay becomes shorter. */
  private inTime(pass: () => void): void {
    const delayMs = this.delayMs();
    if (delayMs === 0 && this.late.length === 0) return pass();
    const dueMs = performance.now() + delayMs;
    if (this.late.push({ dueMs, pass }) === 1) setTimeout(() => this.passLate(), delayMs);
  }

  private passLate(): void {
    while (this.late[0] && this.late[0].dueMs <= performance.now()) this.late.shift()?.pass();
    const next = this.late[0];
    if (next) setTimeout(() => this.passLate(), next.dueMs - performance.now());
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
