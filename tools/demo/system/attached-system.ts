import { isNativeError } from 'node:util/types';
import { errorText } from '../../shared/error-text.js';
import { ToolError } from '../../shared/tool.error.js';
import { withDeadline } from '../../shared/with-deadline.js';
import { ownAddresses, stackEnvironment } from '../../stack/environment.js';
import { checkBooks } from './check-books.js';
import type { DemoSystem, SystemRequest } from './demo-system.js';

const patienceMs = 5_000;

/**
 * Apps that somebody else runs, such as those of docker-compose.yml. Of them only the APIs are used,
 * that of the ledger where `ADMIN_TOKEN` is given; poison and the provider's books need Kafka and
 * PostgreSQL: those of the environment, else of a running stack of ours, else the standard ports.
 * @throws ToolError `APP_FAILED` when nothing answers at the API's address, or its orders aren't in
 *   that PostgreSQL
 */
export async function attachToSystem(
  api: string,
  { signal }: Pick<SystemRequest, 'signal'>,
): Promise<DemoSystem> {
  await checkThatItAnswers(api, signal);
  const environment = { ...stackEnvironment(), ...ownAddresses() };
  const token = process.env['ADMIN_TOKEN'];
  const resourcePrefix = process.env['RESOURCE_PREFIX'] ?? '';
  const databaseUrl = environment['DATABASE_URL'] ?? '';
  await checkBooks(api, { databaseUrl, resourcePrefix }, signal);
  return {
    api,
    ...(token && { ledger: { url: ledgerAddress(), token, operator: 'demo' } }),
    databaseUrl,
    resourcePrefix,
    addresses: [
      ['the page', `${api}/`],
      ['order API', `${api}/orders`],
    ],
    logFiles: [],
    broken: new AbortController().signal,
    ending: 'The apps ran before and go on.',
    openBackDoor: async () => {
      const { openKafkaBackDoor } = await import('./kafka-back-door.js');
      return openKafkaBackDoor(environment['KAFKA_BROKERS'] ?? '', resourcePrefix);
    },
    stop: () => Promise.resolve(),
  };
}

function ledgerAddress(): string {
  return process.env['DLQ_URL'] || 'http://127.0.0.1:3001';
}

/** Any answer will do: whether it is the right one, the story shows. */
async function checkThatItAnswers(api: string, signal: AbortSignal): Promise<void> {
  try {
    const ask = (until: AbortSignal) => fetch(api, { signal: until });
    const answer = await withDeadline(patienceMs, [signal], ask);
    await answer.body?.cancel();
  } catch (error) {
    signal.throwIfAborted();
    // `fetch` tells what happened in the cause alone.
    const cause = isNativeError(error) ? (error.cause ?? error) : error;
    throw new ToolError(
      'APP_FAILED',
      `No order API answers at ${api} (${errorText(cause)}). Start the apps, or give their address.`,
      { cause: error },
    );
  }
}
