import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../shared/run-command.js';
import { stackFolder } from '../stack-state.js';

/** Maven's usual `group:artifact:version`. */
export type Coordinates = `${string}:${string}:${string}`;

/** A folder name and the artifacts that, with all they depend on, make up a server. */
export interface JarSet {
  readonly name: string;
  readonly artifacts: readonly Coordinates[];
}

/** Whether a former start has left the jars in the user's cache. */
export function hasJars(jars: JarSet): boolean {
  return existsSync(jarFolder(jars));
}

/** The folder whose jars form the class path. */
export function jarFolder(jars: JarSet): string {
  return path.join(cacheFolder(), jars.name);
}

/** Lets Maven fetch the jars; a folder that is there is complete. */
export async function downloadJars(jars: JarSet): Promise<void> {
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(path.join(cacheFolder(), `${jars.name}.part-`));
  try {
    const pomFile = path.join(work, 'pom.xml');
    const lib = path.join(work, 'lib');
    writeFileSync(pomFile, pom(jars));
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`];
    await runCommand('mvn', ['-q', '-B', '-f', pomFile, ...copy, '-DincludeScope=runtime']);
    if (!hasJars(jars)) renameSync(lib, jarFolder(jars));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The user's cache, so that the next clone starts at once; where there is no home, the clone. */
function cacheFolder(): string {
  const home = homedir();
  const base = process.env['XDG_CACHE_HOME'] ?? (existsSync(home) && path.join(home, '.cache'));
  return base ? path.join(base, 'nest-messaging-starter') : path.join(stackFolder, 'cache');
}

function pom({ name, artifacts }: JarSet): string {
  const dependencies = artifacts.map((coordinates) => {
    const [group, artifact, version] = coordinates.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local.stack</groupId><artifactId>${name}</artifactId><version>1</version>
  <dependencies>${dependencies.join('')}</dependencies>
</project>
`;
}
