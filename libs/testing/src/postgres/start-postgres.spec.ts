import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { startPostgres } from './start-postgres.js';
import { createTestDatabase } from './test-database.js';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('gives databases that know nothing of each other', async () => {
    const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await query(one, 'create table only_here (id int)');

    await expect(query(one, 'select * from only_here')).resolves.toEqual([]);
    await expect(query(two, 'select * from only_here')).rejects.toThrow('does not exist');
  });

  it('leaves neither server nor files behind', async () => {
    const server = await startPostgres();
    const database = await server.createDatabase('mine');
    expect(server.folders.filter(existsSync)).toEqual(server.folders);

    await server.stop();

    await expect(query(database, 'select 1')).rejects.toThrow('ECONNREFUSED');
    expect(server.folders.filter(existsSync)).toEqual([]);
  });
});
