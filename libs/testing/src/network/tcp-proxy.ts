import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ProxiedConnection, type AnswerCut } from './proxied-connection.js';

/** Where a proxy forwards to, asked anew for each connection. */
export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

/**
 * A network that can be broken: forwards a port of the loopback address to a server, until it is
 * told otherwise.
 */
export class TcpProxy {
  private readonly connections = new Set<ProxiedConnection>();
  private connected = true;
  private frozen = false;
  private delayMs = 0;
  private cut: AnswerCut | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: ProxyTarget,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /** Listens on a free port. Resolves when clients can connect. */
  static async open(target: ProxyTarget): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return new TcpProxy(server, target);
  }

  get host(): string {
    return '127.0.0.1';
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The same address by way of this proxy: credentials and path stay. */
  through(address: URL | string): string {
    const url = new URL(address);
    url.hostname = this.host;
    url.port = String(this.port);
    return url.href;
  }

  /** Cuts every connection. The port stays ours, but whoever connects is cut at once. */
  disconnect(): void {
    this.connected = false;
    this.cutAll();
  }

  reconnect(): void {
    this.connected = true;
  }

  /**
   * Half-open: connections stay, new ones are accepted, and nothing passes until `thaw()`. What was
   * held back then arrives, unless its connection was cut meanwhile.
   */
  freeze(): void {
    this.frozen = true;
    for (const connection of this.connections) connection.freeze();
  }

  thaw(): void {
    this.frozen = false;
    for (const connection of this.connections) connection.thaw();
  }

  /** Cuts every connection once; whoever connects again gets through. */
  cutAll(): void {
    for (const connection of this.connections) connection.destroy();
  }

  /** Whatever arrives from now on is handed on this much later; 0 ends it. */
  delay(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /**
   * Once only: lets a request that `matchesRequest` pass, waits for the next answer on the same
   * connection that `matchesAnswer`, and cuts the connection instead of handing it on. The server
   * has then done what the client never hears of.
   * @returns a promise that resolves when the answer has been cut
   */
  cutNextAnswer(
    matchesRequest: (bytes: Buffer) => boolean,
    matchesAnswer: (bytes: Buffer) => boolean = () => true,
  ): Promise<void> {
    return new Promise((done) => {
      this.cut = { matchesRequest, matchesAnswer, done };
    });
  }

  /** Takes `cutNextAnswer` back, where its request has not come. */
  forgetCut(): void {
    this.cut = undefined;
  }

  /** Cuts every connection and gives the port back. */
  async close(): Promise<void> {
    this.disconnect();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(client: Socket): void {
    if (!this.connected) {
      client.on('error', () => undefined).destroy();
      return;
    }
    const observer = {
      used: () => (this.cut = undefined),
      closed: () => this.connections.delete(connection),
    };
    const connection: ProxiedConnection = new ProxiedConnection(
      client,
      connect(this.target),
      () => this.cut,
      observer,
      () => this.delayMs,
    );
    this.connections.add(connection);
    if (this.frozen) connection.freeze();
  }
}
