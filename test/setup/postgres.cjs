/**
 * One PostgreSQL server for a jest run, shared by its projects and workers through
 * TEST_DATABASE_URL. Plain CommonJS, since jest maps no import of a global setup.
 */
const { startPostgres } = require('../../libs/testing/src/postgres/start-postgres.ts');

const VARIABLE = 'TEST_DATABASE_URL';

let server;

async function setup() {
  if (process.env[VARIABLE]) return;
  server = await startPostgres();
  process.env[VARIABLE] = server.url;
}

async function teardown() {
  if (!server) return;
  await server.stop();
  server = undefined;
  delete process.env[VARIABLE];
}

module.exports = { setup, teardown };
