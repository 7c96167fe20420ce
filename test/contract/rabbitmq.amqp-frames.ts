const METHOD_FRAME = 1;
/** Type, channel, size before the payload, and the end mark after it. */
const HEADER_BYTES = 7;
const PROTOCOL_HEADER = Buffer.from('AMQP');

/** Finds the method frames in one direction of an AMQP 0-9-1 connection. */
export class AmqpFrames {
  private rest = Buffer.alloc(0);

  /** @param onMethod gets class and method id as one number, and the arguments */
  constructor(private readonly onMethod: (channel: number, method: number, args: Buffer) => void) {}

  read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    if (this.rest.subarray(0, 4).equals(PROTOCOL_HEADER)) this.rest = this.rest.subarray(8);
    for (;;) {
      if (this.rest.length < HEADER_BYTES) return;
      const end = HEADER_BYTES + this.rest.readUInt32BE(3) + 1;
      if (this.rest.length < end) return;
      const payload = this.rest.subarray(HEADER_BYTES, end - 1);
      if (this.rest.readUInt8(0) === METHOD_FRAME) {
        this.onMethod(this.rest.readUInt16BE(1), payload.readUInt32BE(0), payload.subarray(4));
      }
      this.rest = this.rest.subarray(end);
    }
  }
}
