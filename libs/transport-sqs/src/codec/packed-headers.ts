import { z } from 'zod';

type Header = readonly [name: string, value: string | Buffer];

/** `text` as it is; `bytes` and `utf8` in base64, the latter being text again afterwards. */
const packedSchema = z.array(z.tuple([z.string(), z.enum(['text', 'bytes', 'utf8']), z.string()]));

/** Control characters: JSON would take six bytes for each. */
const COSTLY = /\p{Cc}/u;

/** Headers of any name and value as the bytes of one attribute. */
export function packHeaders(headers: readonly Header[]): Buffer {
  const packed = headers.map(([name, value]): z.infer<typeof packedSchema>[number] => {
    if (Buffer.isBuffer(value)) return [name, 'bytes', value.toString('base64')];
    if (COSTLY.test(value)) return [name, 'utf8', Buffer.from(value).toString('base64')];
    return [name, 'text', value];
  });
  return Buffer.from(JSON.stringify(packed));
}

/** @returns undefined where the bytes aren't ours */
export function unpackHeaders(bytes: Buffer): Header[] | undefined {
  const parsed = packedSchema.safeParse(parseJson(bytes.toString('utf8')));
  return parsed.data?.map(([name, kind, value]) => [name, unpackValue(kind, value)] as const);
}

function unpackValue(kind: 'text' | 'bytes' | 'utf8', value: string): string | Buffer {
  switch (kind) {
    case 'text':
      return value;
    case 'bytes':
      return Buffer.from(value, 'base64');
    case 'utf8':
      return Buffer.from(value, 'base64').toString('utf8');
    default:
      return kind satisfies never;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
