import pg from 'pg';

/**
 * For a server that may be killed, which takes idle connections with it: that is told, and the next
 * query opens another.
 */
export function openPool(url: string, tell: (line: string) => void): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', (error) => tell(`A connection to PostgreSQL was lost: ${error.message}`));
  return pool;
}
