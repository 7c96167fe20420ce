export interface ServerSentEvent {
  readonly id?: string;
  readonly type: string;
  readonly data: string;
}

/**
 * Reads an event stream (HTML standard, 9.2.6) as far as our API writes one: fields `id`, `event`
 * and `data`, blank lines between events; comments and events without data are skipped.
 */
export async function* readServerSentEvents(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let unread = '';
  for await (const chunk of chunks) {
    unread += decoder.decode(chunk, { stream: true });
    const blocks = unread.replaceAll('\r\n', '\n').split('\n\n');
    unread = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

function parseBlock(block: string): ServerSentEvent | undefined {
  const fields = block.split('\n').map((line) => /^(id|event|data): ?(.*)$/.exec(line));
  const all = (name: string): string[] =>
    fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = all('data');
  if (data.length === 0) return undefined;
  const id = all('id').at(-1);
  return { type: all('event').at(-1) ?? 'message', data: data.join('\n'), ...(id && { id }) };
}
