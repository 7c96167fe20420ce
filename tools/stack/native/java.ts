import { accessSync, constants } from 'node:fs';
import { errorCode } from '../../shared/error-code.js';
import { succeeds } from '../../shared/run-command.js';
import { type JarSet, hasJars } from './maven-jars.js';

/** Debian packages that a server made of jars still needs: a Java, and Maven to fetch the jars. */
export async function packagesForJars(jars: JarSet): Promise<string[]> {
  const java = (await succeeds('java', ['-version'])) ? [] : ['default-jre-headless'];
  const maven = hasJars(jars) || isOnPath('mvn') ? [] : ['maven'];
  return [...java, ...maven];
}

function isOnPath(program: string): boolean {
  const folders = process.env['PATH']?.split(':') ?? [];
  return folders.some((folder) => isExecutable(`${folder}/${program}`));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (errorCode(error) !== undefined) return false;
    throw error;
  }
}
