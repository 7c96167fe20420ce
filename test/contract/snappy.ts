const LITERAL_OF_TWO_LENGTH_BYTES = 61 << 2;
const MAX_LITERAL_BYTES = 0x1_0000;

/**
 * Bytes as snappy (https://github.com/google/snappy/blob/main/format_description.txt), of literals
 * only: valid, and not one byte smaller.
 */
export function snappy(bytes: Buffer): Buffer {
  const parts = [varint(bytes.length)];
  for (let start = 0; start < bytes.length; start += MAX_LITERAL_BYTES) {
    const literal = bytes.subarray(start, start + MAX_LITERAL_BYTES);
    const tag = Buffer.from([LITERAL_OF_TWO_LENGTH_BYTES, 0, 0]);
    tag.writeUInt16LE(literal.length - 1, 1);
    parts.push(tag, literal);
  }
  return Buffer.concat(parts);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
