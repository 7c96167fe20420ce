/** PostgreSQL manual, 4.1.1: inside of quotes, a quote is written twice. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
