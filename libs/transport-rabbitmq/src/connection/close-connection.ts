import type { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';

const HANDSHAKE_TIMEOUT_MS = 2_000;

/**
 * Says goodbye, and cuts the socket where no answer comes. Never rejects: a connection that is
 * already broken is closed enough. Only a link calls it, as amqplib hangs on a second close.
 */
export async function closeConnection(connection: ChannelModel): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const closed = new Promise<void>((resolve) => {
    connection.once('close', () => resolve());
    timer = setTimeout(resolve, HANDSHAKE_TIMEOUT_MS);
  });
  const goodbye = connection.close().catch((error: unknown) => error);
  await Promise.race([closed, goodbye]);
  clearTimeout(timer);
  cutConnection(connection);
}

/** Ends the connection without a word: the broker redelivers at once what is unacknowledged. */
export function cutConnection(connection: ChannelModel): void {
  // amqplib has no public way to drop a connection that doesn't answer.
  const { stream } = connection.connection as unknown as { stream: Duplex };
  // With an error, so that amqplib notices.
  stream.destroy(new Error('Connection cut.'));
}
