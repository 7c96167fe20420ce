import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';

/**
 * Some servers refuse to be root. Run by root, they drop to an account that can't enter a clone
 * below a private folder such as /root; their files then live in /var/lib, one folder a clone.
 *
 * @returns `folder` itself, or its replacement
 */
export function reachableFolder(folder: string, root: string): string {
  if (process.getuid?.() !== 0 || everyoneMayEnter(root)) return folder;
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const within = path.relative(path.join(root, '.stack'), folder);
  return path.join('/var/lib/nest-messaging-starter', clone, within);
}

/** Whether all folders on the path have the search permission for others. */
export function everyoneMayEnter(folder: string): boolean {
  const parent = path.dirname(folder);
  const mayEnter = (statSync(folder).mode & 0o001) !== 0;
  return mayEnter && (parent === folder || everyoneMayEnter(parent));
}
