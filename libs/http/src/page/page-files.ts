import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { Problem } from '../problem.js';

interface PageFile {
  readonly body: Buffer;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Nothing but our own files and answers: what an event says can't become a script. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** What all pages share: colours, buttons. */
const shared = path.join(import.meta.dirname, 'shared');

/** The files of a page, read once: a name that isn't among them leads nowhere. */
export class PageFiles {
  private readonly files: ReadonlyMap<string, PageFile>;

  /** @param folder its html, css and js, without folders of its own */
  constructor(folder: string) {
    this.files = new Map([...filesOf(shared), ...filesOf(folder)]);
  }

  /** @throws Problem 404 */
  send(name: string, response: ServerResponse): void {
    const file = this.files.get(name);
    if (!file) throw new Problem(404, 'NOT_FOUND', 'The page has no such file.');
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
  }
}

function filesOf(folder: string): [string, PageFile][] {
  const names = readdirSync(folder).filter((name) => path.extname(name) in types);
  return names.map((name) => [
    name,
    { body: readFileSync(path.join(folder, name)), type: types[path.extname(name)]! },
  ]);
}
