import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** A connection on which a probe writes and awaits a number of bytes. */
export interface Wire {
  write(bytes: Buffer): void;
  read(length: number): Promise<Buffer>;
}

/**
 * Holds one conversation with a server, then closes the connection.
 * @throws Error when the server refuses, hangs up or hasn't answered within `timeoutMs`
 */
export async function converse<T>(
  endpoint: Endpoint,
  timeoutMs: number,
  conversation: (wire: Wire) => Promise<T>,
): Promise<T> {
  const options = { host: endpoint.host, port: endpoint.port };
  const socket = endpoint.tls
    ? connectTls({ ...options, servername: endpoint.host })
    : connect(options);
  let received = Buffer.alloc(0);
  let arrived: (() => void) | undefined;
  const failed = new Promise<never>((_, reject) => {
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('the server closed the connection')));
    socket.setTimeout(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
  });
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    arrived?.();
  });
  const read = async (length: number) => {
    while (received.length < length) await new Promise<void>((resolve) => (arrived = resolve));
    const bytes = received.subarray(0, length);
    received = received.subarray(length);
    return bytes;
  };
  try {
    return await Promise.race([
      conversation({ write: (bytes) => socket.write(bytes), read }),
      failed,
    ]);
  } finally {
    socket.destroy();
  }
}
