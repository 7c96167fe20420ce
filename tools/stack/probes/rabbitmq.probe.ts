import { type Endpoint, type Wire, converse } from './wire.js';

const connectionClass = 10;
const startMethod = 10;
const startOkMethod = 11;
const tuneMethod = 30;
const frameEnd = 0xce;

/**
 * Signs in as AMQP 0-9-1 wants it (Start, Start-Ok, Tune), so that a wrong password shows too.
 * @returns the version in the server's properties
 */
export async function probeRabbitMq(
  address: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const url = new URL(address);
  return converse(endpointOf(url), timeoutMs, async (wire) => {
    wire.write(Buffer.from('AMQP\0\0\x09\x01', 'latin1'));
    const start = await readMethod(wire, startMethod);
    wire.write(startOk(decodeURIComponent(url.username), decodeURIComponent(url.password)));
    await readMethod(wire, tuneMethod);
    return versionIn(start);
  });
}

function endpointOf(url: URL): Endpoint {
  const tls = url.protocol === 'amqps:';
  return { host: url.hostname, port: Number(url.port || (tls ? 5671 : 5672)), tls };
}

/** Frame: type (1 byte), channel (2), size (4), payload, end mark. */
async function readMethod(wire: Wire, expected: number): Promise<Buffer> {
  const header = await wire.read(7);
  const payload = await wire.read(header.readUInt32BE(3) + 1);
  if (payload.readUInt16BE(0) !== connectionClass || payload.readUInt16BE(2) !== expected) {
    throw new Error('the server answers, but does not let us sign in');
  }
  return payload;
}

function startOk(user: string, password: string): Buffer {
  const name = user || 'guest';
  const payload = Buffer.concat([
    uint16(connectionClass),
    uint16(startOkMethod),
    uint32(0),
    shortString('PLAIN'),
    longString(`\0${name}\0${password || 'guest'}`),
    shortString('en_US'),
  ]);
  const onChannelZero = Buffer.from([1, 0, 0]);
  return Buffer.concat([onChannelZero, uint32(payload.length), payload, Buffer.from([frameEnd])]);
}

/** The entry `version` of the properties table: name, type mark `S`, length, text. */
function versionIn(start: Buffer): string | undefined {
  const mark = Buffer.from('\x07versionS', 'latin1');
  const at = start.indexOf(mark);
  if (at < 0) return undefined;
  const length = start.readUInt32BE(at + mark.length);
  const from = at + mark.length + 4;
  return start.toString('utf8', from, from + length);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function shortString(text: string): Buffer {
  return Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
}

function longString(text: string): Buffer {
  return Buffer.concat([uint32(Buffer.byteLength(text)), Buffer.from(text)]);
}
