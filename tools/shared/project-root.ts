import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of package.json, found from the sources and from `dist` alike. */
export const projectRoot = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  return findRoot(path.dirname(folder));
}
