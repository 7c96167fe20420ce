import { type Endpoint, converse } from './wire.js';

const metadataKey = 3;
const metadataVersion = 1;

/**
 * Asks the first broker for the cluster's metadata: it answers once it is registered with the
 * controller and lists itself. https://kafka.apache.org/protocol (Metadata, version 1)
 */
export async function probeKafka(brokers: string, timeoutMs: number): Promise<undefined> {
  const alive = await converse(firstBroker(brokers), timeoutMs, async (wire) => {
    wire.write(metadataRequest());
    const length = (await wire.read(4)).readInt32BE();
    const correlationIdBytes = 4;
    return (await wire.read(length)).readInt32BE(correlationIdBytes);
  });
  if (alive < 1) throw new Error('the cluster has no live broker yet');
}

function firstBroker(brokers: string): Endpoint {
  const [first = ''] = brokers.split(',');
  const { hostname, port } = new URL(`kafka://${first.trim()}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 9092), tls: false };
}

function metadataRequest(): Buffer {
  const clientId = Buffer.from('stack');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + clientId.length + 4);
  let at = request.writeInt32BE(request.length - 4, 0);
  at = request.writeInt16BE(metadataKey, at);
  at = request.writeInt16BE(metadataVersion, at);
  at = request.writeInt32BE(1, at);
  at = request.writeInt16BE(clientId.length, at);
  at += clientId.copy(request, at);
  const noTopics = 0;
  request.writeInt32BE(noTopics, at);
  return request;
}
