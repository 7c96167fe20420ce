import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { agreeOnPackages } from '../../../tools/stack/native/debian-packages.js';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Debian's Chromium, which is installed where it is missing; it talks to nobody but the apps. */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    const install = await agreeOnPackages(['chromium'], (line) => process.stdout.write(line));
    await install();
  }
  return await chromium.launch({
    executablePath,
    args: [
      // Root, as containers and CI run it, has no sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
