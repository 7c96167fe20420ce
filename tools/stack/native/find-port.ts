import { createServer } from 'node:net';

/** Ports of this run that were given out but may not be listened on yet. */
const given = new Set<number>();

/** @returns `preferred` if it is free on the loopback address, else one from 10,000 above it on */
export async function findPort(preferred: number): Promise<number> {
  for (const port of candidates(preferred)) {
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`port ${preferred} and all of its replacements are in use`);
}

export function* candidates(preferred: number): Generator<number> {
  yield preferred;
  for (let offset = 0; offset < 200; offset += 1) yield ((preferred + 10_000) % 55_000) + offset;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}
