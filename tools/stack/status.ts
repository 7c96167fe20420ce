import { styleText } from 'node:util';
import { servers } from './servers.js';
import { formatTable } from './format-table.js';
import { readState } from './stack-state.js';
import { whatIsWrong } from './wait-until-healthy.js';

/** Prints a table of the stack. @returns whether every server that should be up is healthy */
export async function printStatus(): Promise<boolean> {
  const state = readState();
  console.log(state ? `mode: ${state.mode} (${state.reason})` : 'no stack is up: npm run stack:up');
  const rows = await Promise.all(
    servers.map(async (server) => {
      const known = state?.servers[server.name];
      if (!known) return { cells: [server.title, '-', '-', 'not started'], healthy: !state };
      const address = known.environment[server.variables[0]] ?? '';
      const wrong = await whatIsWrong(server, address);
      const cells = [server.title, known.version ?? '-', withoutPassword(address), wrong ?? 'up'];
      return { cells, healthy: wrong === undefined };
    }),
  );
  const cells = rows.map((row) => row.cells);
  const [heading = '', ...lines] = formatTable(['server', 'version', 'address', 'health'], cells);
  console.log(styleText('bold', heading));
  lines.forEach((line) => console.log(line));
  return rows.every((row) => row.healthy);
}

/** Passwords of the local stack are public; those of external servers are not. */
export function withoutPassword(address: string): string {
  return address.replace(/(:\/\/[^:@/]+:)(?!guest@|postgres@)[^@]*@/, '$1***@');
}
