import { isUtf8 } from 'node:buffer';
import secureJson from 'secure-json-parse';
import { DecodeError } from './decode.error.js';

/** Far above any payload of ours, far below where recursive code overflows the stack. */
const MAX_DEPTH = 64;

/**
 * Parses hostile bytes as JSON.
 * @throws DecodeError with the reason: empty, not UTF-8, not JSON, nested deeper than 64 levels,
 * or carrying a key that could reach a prototype (`__proto__`, `constructor.prototype`)
 */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw new DecodeError('EMPTY_BODY', 'The message has no body.');
  if (!isUtf8(body)) throw new DecodeError('INVALID_UTF8', 'The body is not valid UTF-8.');
  if (nestsDeeperThan(MAX_DEPTH, body)) {
    throw new DecodeError('NESTED_TOO_DEEP', `The body nests deeper than ${MAX_DEPTH} levels.`);
  }
  const text = body.toString('utf8');
  try {
    return secureJson.parse(text);
  } catch (cause) {
    if (isJson(text.replace(/^\uFEFF/, ''))) {
      throw new DecodeError('FORBIDDEN_KEY', 'The body has a key that could reach a prototype.', {
        cause,
      });
    }
    // The parser's own message quotes the body, which is nobody's business in a log.
    const position = /position \d+/.exec((cause as Error).message)?.[0] ?? 'its end';
    throw new DecodeError('INVALID_JSON', `The body is not JSON: it breaks off at ${position}.`);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]); // [ {
const CLOSING = new Set([0x5d, 0x7d]); // ] }

/** Counts brackets outside strings, before anything recursive sees the text. */
function nestsDeeperThan(limit: number, body: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (OPENING.has(byte)) {
      if (++depth > limit) return true;
    } else if (CLOSING.has(byte)) {
      depth--;
    }
  }
  return false;
}
