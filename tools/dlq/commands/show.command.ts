import type { Detail } from '../admin-client.js';
import type { Command } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { printable, printableLines } from '../screen/printable.js';
import { theId } from '../selection.js';

/** One dead letter whole; `--body` gives its bytes as they failed. */
export const show: Command = async ({ admin, options, terminal }) => {
  const id = theId(options);
  if (options.body) {
    terminal.out(await admin.body(id));
    return exitCodes.done;
  }
  const letter = await admin.show(id);
  if (options.json) terminal.out(JSON.stringify(letter, undefined, 2));
  else for (const line of describe(letter)) terminal.out(line);
  return exitCodes.done;
};

function describe(letter: Detail): string[] {
  const { source, event, error, body } = letter;
  const coordinates = Object.entries(source.coordinates).map(([name, value]) => `${name} ${value}`);
  const replays = letter.replays === 0 ? null : `${letter.replays} before`;
  const facts: readonly [name: string, value: string | number | null][] = [
    ['id', letter.id],
    ['status', letter.note === null ? letter.status : `${letter.status} (${letter.note})`],
    ['reason', letter.reason],
    ['', letter.explanation],
    ['error', `${error.name}${error.code === null ? '' : ` ${error.code}`}`],
    ['', error.message],
    ['source', [source.broker, source.name, ...coordinates].join(', ')],
    ['consumer', source.consumer],
    ['event', event.type === null ? null : `${event.type} ${event.id}`],
    ['key', letter.key],
    ['correlation', event.correlationId],
    ['causation', event.causationId],
    ['trace', letter.traceId],
    ['attempts', letter.attempts],
    ['failed first', letter.firstFailedAt],
    ['failed last', letter.lastFailedAt],
    ['failed at', letter.failedAt.length > 1 ? letter.failedAt.join(', ') : null],
    ['app version', letter.appVersion],
    ['fingerprint', letter.fingerprint],
    ['replays', replays],
    ['replay of', letter.ancestorId],
    ['became', letter.successorId],
    ['in replay', letter.replayId],
  ];
  return [
    ...facts
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name.padEnd(13)} ${printable(String(value))}`),
    ...section('headers', letter.headers.map(toHeaderLine)),
    ...section(
      `body, ${letter.bodyBytes} bytes${body.encoding === 'base64' ? ', in base64' : ''}`,
      printableLines(body.content),
    ),
    ...(error.stack === '' ? [] : section('stack', printableLines(error.stack))),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines.map((line) => `  ${line}`)];
}

function toHeaderLine({ name, value, base64 }: { name: string; value?: string; base64?: string }) {
  return printable(`${name}: ${value ?? `${base64} (base64)`}`);
}
