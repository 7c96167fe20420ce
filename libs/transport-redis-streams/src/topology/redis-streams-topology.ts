/** A stream. Names are without the resource prefix. */
export interface RedisStream {
  readonly name: string;
  /**
   * About how many entries Redis keeps (`XADD MAXLEN ~`). Older ones are removed, read or not: what
   * a consumer hadn't read by then is lost to it, logged and counted as `trimmed`.
   */
  readonly maxLength: number;
}

/**
 * The streams of a system, as plain data. Each one that is consumed gets a `<name>.dlq` beside it,
 * which is never trimmed.
 */
export interface RedisStreamsTopology {
  readonly streams: readonly RedisStream[];
}
