import { Redis } from 'ioredis';

/** The leases of a suite, which would outlive it by their retention. */
export class RawLeases {
  constructor(
    private readonly url: string,
    private readonly prefix: string,
  ) {}

  async deleteAll(): Promise<void> {
    const redis = new Redis(this.url, { protocol: 2 });
    for await (const keys of redis.scanStream({ match: `${this.prefix}*`, count: 1_000 })) {
      const found = keys as string[];
      if (found.length > 0) await redis.unlink(...found);
    }
    await redis.quit();
  }
}
