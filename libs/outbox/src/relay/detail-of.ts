const MAX_LENGTH = 1_000;

/** An error as the database keeps it: PostgreSQL takes no NUL in a text. */
export function detailOf(error: Error): string {
  return error.message.replaceAll('\0', '').slice(0, MAX_LENGTH);
}
