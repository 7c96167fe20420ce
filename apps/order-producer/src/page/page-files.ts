import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The files of `public`, read once: a name that isn't among them leads nowhere. */
export const pageFiles: ReadonlyMap<string, PageFile> = readFiles(
  path.join(import.meta.dirname, 'public'),
);

function readFiles(folder: string): Map<string, PageFile> {
  const names = readdirSync(folder).filter((name) => path.extname(name) in types);
  return new Map(
    names.map((name) => [
      name,
      { body: readFileSync(path.join(folder, name)), type: types[path.extname(name)]! },
    ]),
  );
}
