import type { Redis } from 'ioredis';

/** What Redis does with memory. */
export interface RedisMemory {
  readonly usedBytes: number;
  /** 0: it takes all that the machine has. */
  readonly limitBytes: number;
  /** Keys, and so jobs, are thrown away where it is full. */
  readonly mayEvict: boolean;
}

/** Reads `INFO memory`, which hosted servers allow where they refuse CONFIG. */
export async function readMemory(client: Redis): Promise<RedisMemory> {
  const lines = (await client.info('memory')).split('\r\n');
  const fields = new Map(lines.map((line) => [line.split(':')[0], line.split(':')[1]]));
  const policy = fields.get('maxmemory_policy');
  return {
    usedBytes: Number(fields.get('used_memory') ?? 0),
    limitBytes: Number(fields.get('maxmemory') ?? 0),
    mayEvict: policy !== undefined && policy !== 'noeviction',
  };
}
