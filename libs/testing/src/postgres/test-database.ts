import { randomUUID } from 'node:crypto';
import { createDatabase } from './start-postgres.js';

/**
 * An empty database for one suite, on the server of the jest run (`TEST_DATABASE_URL`).
 * @returns its url
 */
export async function createTestDatabase(): Promise<string> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) {
    throw new Error(
      'TEST_DATABASE_URL is not set. Run the test in a jest project that has the global setup, ' +
        'or start a server with startPostgres().',
    );
  }
  return createDatabase(server, `test_${randomUUID().replaceAll('-', '')}`);
}
