import { mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectRoot } from '../../shared/project-root.js';
import { stackFolder } from '../../stack/stack-state.js';

/** A file for each app, begun anew at each run, so that the screen is left to the story. */
export class LogFiles {
  /** As a user of the project's folder calls it. */
  readonly folder = path.relative(projectRoot, folder);
  private readonly opened = new Map<string, number>();

  /** The files so far. */
  get paths(): string[] {
    return [...this.opened.keys()].map(fileOf);
  }

  /** Adds text to an app's file, without its colours. */
  write(app: string, text: string): void {
    const file = this.opened.get(app) ?? this.begin(app);
    writeSync(file, stripVTControlCharacters(text));
  }

  private begin(app: string): number {
    mkdirSync(folder, { recursive: true });
    const file = openSync(fileOf(app), 'w');
    this.opened.set(app, file);
    return file;
  }
}

const folder = path.join(stackFolder, 'logs');

function fileOf(app: string): string {
  return path.join(folder, `${app}.log`);
}

/** @returns the last lines of a log */
export function tailOf(file: string, lines: number): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines);
}
