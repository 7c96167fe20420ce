import type { Redis } from 'ioredis';

/** A consumer group at a moment. */
export interface GroupFigures {
  /** Entries of the stream. */
  readonly length: number;
  /** Entries that were given to consumers and not acknowledged. */
  readonly pending: number;
  /** Entries that no consumer was given yet. */
  readonly lag: number;
}

type Reply = readonly (readonly (string | number | null)[])[];

/**
 * Reads XLEN and XINFO GROUPS. Where Redis can't tell the lag (entries were deleted from the middle
 * of the stream; manual, 'XINFO GROUPS') it counts as none.
 */
export async function readGroup(client: Redis, key: string, group: string): Promise<GroupFigures> {
  const [length, groups] = await Promise.all([client.xlen(key), client.xinfo('GROUPS', key)]);
  const found = (groups as Reply).find((fields) => fieldOf(fields, 'name') === group) ?? [];
  return {
    length,
    pending: Number(fieldOf(found, 'pending') ?? 0),
    lag: Number(fieldOf(found, 'lag') ?? 0),
  };
}

/** Names and values take turns. */
function fieldOf(fields: Reply[number], name: string) {
  const index = fields.indexOf(name);
  return index < 0 ? undefined : fields[index + 1];
}
