import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const source = readFileSync(path.join(import.meta.dirname, 'find-flaws.js'), 'utf8');

/** The flaws of a page as it is now, in the colours and the width that it has. */
export async function findingsOf(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(source);
}
