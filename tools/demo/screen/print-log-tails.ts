import path from 'node:path';
import { projectRoot } from '../../shared/project-root.js';
import { tailOf } from '../system/log-files.js';
import type { Screen } from './screen.js';

const lines = 8;

/** The end of each app's log, for whoever has to find out what went wrong. */
export function printLogTails(screen: Screen, files: readonly string[]): void {
  for (const file of files) {
    screen.heading(`The end of ${path.relative(projectRoot, file)}`);
    tailOf(file, lines).forEach((line) => screen.line(line));
  }
}
