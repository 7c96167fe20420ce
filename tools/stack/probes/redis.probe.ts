import { type Endpoint, type Wire, converse } from './wire.js';

/**
 * Signs in where the address has a password, and asks for the server's facts: one that still
 * loads its data answers with an error. https://redis.io/docs/latest/develop/reference/protocol-spec
 * @returns the server's version
 */
export async function probeRedis(address: string, timeoutMs: number): Promise<string | undefined> {
  const url = new URL(address);
  return converse(endpointOf(url), timeoutMs, async (wire) => {
    if (url.password) await ask(wire, 'AUTH', ...credentials(url));
    const facts = await ask(wire, 'INFO', 'server');
    return /^redis_version:(\S+)/m.exec(facts)?.[1];
  });
}

function endpointOf(url: URL): Endpoint {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port || 6379), tls: url.protocol === 'rediss:' };
}

function credentials(url: URL): string[] {
  const user = url.username ? [decodeURIComponent(url.username)] : [];
  return [...user, decodeURIComponent(url.password)];
}

/** One command and its answer: a status, or a text with its length before it. */
async function ask(wire: Wire, ...command: string[]): Promise<string> {
  const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  wire.write(Buffer.from(`*${words.length}\r\n${words.join('')}`));
  const line = await readLine(wire);
  if (line.startsWith('-')) throw new Error(`the server answers: ${line.slice(1)}`);
  if (!line.startsWith('$')) return line.slice(1);
  const length = Number(line.slice(1));
  return (await wire.read(length + '\r\n'.length)).toString('utf8', 0, length);
}

async function readLine(wire: Wire): Promise<string> {
  let line = '';
  while (!line.endsWith('\r\n')) line += (await wire.read(1)).toString('latin1');
  return line.slice(0, -'\r\n'.length);
}
