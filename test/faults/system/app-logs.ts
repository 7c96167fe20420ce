import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import type { AppName } from '../../../tools/apps/apps.js';

/** What the apps and the suite write, a file each: where a violation is looked into. */
export class AppLogs {
  private readonly files = new Map<string, WriteStream>();

  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  write(app: AppName | 'suite', line: string): void {
    let file = this.files.get(app);
    if (!file) {
      file = createWriteStream(path.join(this.folder, `${app}.log`));
      this.files.set(app, file);
    }
    file.write(`${line}\n`);
  }

  async close(): Promise<void> {
    const ends = [...this.files.values()].map(
      (file) => new Promise<void>((resolve) => file.end(() => resolve())),
    );
    await Promise.all(ends);
  }
}
