import { Client } from 'pg';

/** @returns the server's version, asked with the credentials of the address */
export async function probePostgres(
  address: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const client = new Client({
    connectionString: address,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A connection that breaks later is told by the query; unheard, it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0];
  } finally {
    await client.end();
  }
}
