import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { isNativeError } from 'node:util/types';
import type { Terminal } from './terminal.js';

/** This process: answers to standard output, the rest to standard error. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stderr.write('\r\x1b[K');
    isDrawn = false;
  };
  return {
    out: (text) => {
      clear();
      stdout.write(typeof text === 'string' ? `${text}\n` : text);
    },
    say: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    draw: (line) => {
      if (!stderr.isTTY) return;
      clear();
      stderr.write(line);
      isDrawn = true;
    },
    // Some terminals don't know, and say 0.
    columns: (stdout.isTTY && stdout.columns) || Number.POSITIVE_INFINITY,
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return undefined;
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        lines.on('SIGINT', () => interrupt.abort());
        const answer = lines.question(question, { signal: interrupt.signal });
        // The end of the input is no answer, and may leave the question open for ever.
        return await Promise.race([answer, once(lines, 'close').then(() => '')]);
      } catch (error) {
        // Ctrl-C and Ctrl-D.
        if (isNativeError(error) && error.name === 'AbortError') return '';
        throw error;
      } finally {
        lines.close();
      }
    },
    interrupted: interrupt.signal,
  };
}
