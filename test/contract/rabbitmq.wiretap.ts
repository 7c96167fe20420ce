import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { AmqpFrames } from './rabbitmq.amqp-frames.js';

/** `basic.deliver` and `basic.ack`: class and method id (AMQP 0-9-1, 'Class basic'). */
const DELIVER = 0x003c003c;
const ACK = 0x003c0050;

/** The deliveries and acknowledgements of one connection, as they pass. */
class Tap {
  /** By channel: tags that the broker delivered and nobody acknowledged. */
  private readonly outstanding = new Map<number, Set<number>>();
  ackFrames = 0;

  get unacknowledged(): number {
    return [...this.outstanding.values()].reduce((sum, tags) => sum + tags.size, 0);
  }

  readonly fromBroker = new AmqpFrames((channel, method, args) => {
    if (method !== DELIVER) return;
    const tags = this.outstanding.get(channel) ?? new Set<number>();
    // The consumer tag, a short string, comes before the delivery tag.
    tags.add(Number(args.readBigUInt64BE(1 + args.readUInt8(0))));
    this.outstanding.set(channel, tags);
  });

  readonly fromClient = new AmqpFrames((channel, method, args) => {
    if (method !== ACK) return;
    this.ackFrames += 1;
    const tag = Number(args.readBigUInt64BE(0));
    const multiple = args.readUInt8(8) === 1;
    const tags = this.outstanding.get(channel) ?? new Set<number>();
    for (const it of tags) if (multiple ? it <= tag : it === tag) tags.delete(it);
  });
}

/**
 * Forwards to RabbitMQ and reads along. AMQP tells how many messages wait in a queue, but not how
 * many are unacknowledged; the wire does.
 */
export class Wiretap {
  private readonly taps = new Map<Socket, Tap>();
  private goneAckFrames = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async open(target: { host: string; port: number }): Promise<Wiretap> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return new Wiretap(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get unacknowledged(): number {
    return [...this.taps.values()].reduce((sum, tap) => sum + tap.unacknowledged, 0);
  }

  get ackFrames(): number {
    return [...this.taps.values()].reduce((sum, tap) => sum + tap.ackFrames, this.goneAckFrames);
  }

  async close(): Promise<void> {
    for (const client of this.taps.keys()) client.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(client: Socket): void {
    const broker = connect(this.target);
    const tap = new Tap();
    this.taps.set(client, tap);
    const end = (): void => {
      if (this.taps.delete(client)) this.goneAckFrames += tap.ackFrames;
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      socket.setNoDelay(true);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (bytes) => tap.fromClient.read(bytes)).pipe(broker);
    broker.on('data', (bytes) => tap.fromBroker.read(bytes)).pipe(client);
  }
}
