import { TcpProxy } from '@app/testing';
import { linkNames, type LinkName, type ServerName } from './server-names.js';

interface Target {
  host: string;
  port: number;
}

/** The network between the apps and their servers. */
export class Links {
  private constructor(
    private readonly proxies: ReadonlyMap<LinkName, TcpProxy>,
    private readonly targets: ReadonlyMap<LinkName, Target>,
  ) {}

  /** Ports are known from here on; where they lead to, once `lead` has said so. */
  static async open(): Promise<Links> {
    const targets = new Map(linkNames.map((name) => [name, { host: '127.0.0.1', port: 0 }]));
    const proxies = new Map<LinkName, TcpProxy>();
    for (const [name, target] of targets) proxies.set(name, await TcpProxy.open(target));
    return new Links(proxies, targets);
  }

  lead(server: ServerName, port: number): void {
    this.targets.get(server)!.port = port;
    if (server === 'redis') this.targets.get('idempotency')!.port = port;
  }

  to(name: LinkName): TcpProxy {
    return this.proxies.get(name)!;
  }

  port(name: LinkName): number {
    return this.to(name).port;
  }

  /** What apps need in their environment to go by the links. */
  through(direct: Readonly<Record<string, string>>): Record<string, string> {
    return {
      ...direct,
      KAFKA_BROKERS: `127.0.0.1:${this.port('kafka')}`,
      RABBITMQ_URL: this.to('rabbitmq').through(direct['RABBITMQ_URL']!),
      SQS_ENDPOINT: this.to('elasticmq').through(direct['SQS_ENDPOINT']!).replace(/\/$/, ''),
      REDIS_URL: this.to('redis').through(direct['REDIS_URL']!),
      IDEMPOTENCY_REDIS_URL: this.to('idempotency').through(direct['IDEMPOTENCY_REDIS_URL']!),
      DATABASE_URL: this.to('postgres').through(direct['DATABASE_URL']!),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.proxies.values()].map((proxy) => proxy.close()));
  }
}
