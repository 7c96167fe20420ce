import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '../../../tools/shared/project-root.js';
import { findingsOf } from './findings.js';

const folder = path.join(projectRoot, '.screenshots');
const widths = { phone: 390, desktop: 1440 } as const;

/** Somebody before a browser, who notices whatever the page complains of. */
export class Visitor {
  /** Errors on the console, exceptions, and dialogs that no page of ours opens. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  static async come(browser: Browser): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(20_000);
    return new Visitor(context, await context.newPage());
  }

  /** Resolves once the page says so, in an element that fits. @throws Error when it doesn't */
  async sees(selector: string, text: string | RegExp): Promise<true> {
    await this.page.locator(selector).filter({ hasText: text }).first().waitFor();
    return true;
  }

  /** The text of what the keyboard acts upon. */
  focused(): Promise<string> {
    return this.page.evaluate<string>('document.activeElement.textContent');
  }

  /**
   * Keeps pictures of the page in light and dark, on a desk and on a phone.
   * @returns what is wrong with any of them
   */
  async photograph(name: string): Promise<string[]> {
    mkdirSync(folder, { recursive: true });
    const findings: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      for (const [device, width] of Object.entries(widths)) {
        await this.page.setViewportSize({ width, height: 900 });
        const file = path.join(folder, `${name}-${device}-${colorScheme}.png`);
        await this.page.screenshot({ path: file, fullPage: true });
        const found = await findingsOf(this.page);
        findings.push(...found.map((it) => `${name}, ${device}, ${colorScheme}: ${it}`));
      }
    }
    await this.page.emulateMedia({ colorScheme: 'light' });
    return findings;
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
