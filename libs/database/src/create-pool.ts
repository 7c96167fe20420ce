import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DatabaseSettings } from './database.settings.js';

/** Beyond what the server allows a statement; then the connection counts as dead. */
const GRACE_MS = 5_000;

/** Pipelined, so that a service may await several queries of one transaction at once. */
export function createPool(settings: DatabaseSettings, application: string): pg.Pool {
  const logger = new Logger('Database');
  const pool = new pg.Pool({
    connectionString: settings.DATABASE_URL,
    application_name: application,
    max: settings.DATABASE_POOL_SIZE,
    connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT_MS,
    query_timeout: settings.DATABASE_STATEMENT_TIMEOUT_MS + GRACE_MS,
    keepAlive: true,
    pipeline: true,
  });
  // A server that ends a connection with the first bytes it sends does so before `connect()` has
  // resolved: nobody listens yet, and the error would end the process. The next query reports it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => logger.warn(`An idle connection was lost: ${error.message}`));
  return pool;
}
