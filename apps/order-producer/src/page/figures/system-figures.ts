import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, ENVIRONMENT, readSettings, type Environment } from '@app/messaging';
import { pageSettings } from '../page.settings.js';
import { sumFigures, type Figures } from './sum-figures.js';

const LASTS_MS = 1_000;
const PATIENCE_MS = 1_000;

/** Figures of all apps, and how many of those that were asked have answered. */
export interface SystemFigures extends Figures {
  readonly asked: number;
  readonly answered: number;
}

/**
 * Adds up what the apps say at `/metrics`. That needs no token and names no message, and the page
 * shows sums alone. Asked only while somebody looks, and once a second however many do.
 */
@Injectable()
export class SystemFiguresReader {
  private readonly logger = new Logger('SystemFigures');
  private readonly urls: readonly string[];
  private last: Promise<SystemFigures> | undefined;
  private askedAtMs = 0;

  constructor(
    @Inject(ENVIRONMENT) environment: Environment,
    private readonly clock: Clock,
  ) {
    this.urls = readSettings(pageSettings, environment).PAGE_METRICS_URLS;
  }

  /** Never rejects: an app that doesn't answer is missing from the sums. */
  read(): Promise<SystemFigures> {
    const nowMs = this.clock.elapsedMs();
    if (!this.last || nowMs - this.askedAtMs >= LASTS_MS) {
      this.askedAtMs = nowMs;
      this.last = this.ask();
    }
    return this.last;
  }

  private async ask(): Promise<SystemFigures> {
    const answers = await Promise.all(this.urls.map((url) => this.askOne(url)));
    const pages = answers.filter((it) => it !== undefined);
    return { ...sumFigures(pages), asked: this.urls.length, answered: pages.length };
  }

  private async askOne(url: string): Promise<string | undefined> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) throw new Error(`${url} answers ${response.status}`);
      return await response.text();
    } catch (error) {
      this.logger.debug({ error, msg: 'An app told no figures' });
      return undefined;
    }
  }
}
