import { Injectable } from '@nestjs/common';
import { ConfigurationError } from '../errors/configuration.error.js';

const MS_PER_HOUR = 3_600_000;

interface Span {
  /** The setting that says how long. */
  readonly setting: string;
  readonly hours: number;
}

/** How long the parts of an app remember what was handled, so that it isn't handled twice. */
@Injectable()
export class DuplicateMemory {
  private readonly spans: Span[] = [];

  /**
   * To be called while the app is put together, before `onModuleInit`.
   * @param setting the environment variable that `hours` comes from
   * @param hours Infinity: for ever
   */
  add(setting: string, hours: number): void {
    this.spans.push({ setting, hours });
  }

  /**
   * Whoever reads a log that can be read again calls it before the first message.
   * @param place `Kafka topic orders.events`
   * @param readableMs for how long a message of it can be read again; Infinity: for ever
   * @param remedy how that can be shortened: a clause
   * @throws ConfigurationError when a part would have forgotten a message that can still come
   */
  assertCovers(place: string, readableMs: number, remedy: string): void {
    const forgetful = this.spans.filter(({ hours }) => hours * MS_PER_HOUR < readableMs);
    if (forgetful.length === 0) return;
    const hours = Math.ceil(readableMs / MS_PER_HOUR);
    const readable = Number.isFinite(hours) ? `for ${hours} hours` : 'for ever';
    const remembered = forgetful.map((it) => `${it.setting} is ${it.hours}`).join(', ');
    const names = forgetful.map((it) => it.setting).join(' and ');
    const enough = Number.isFinite(hours)
      ? `${names} to at least ${hours}`
      : `${names} to as long as somebody may read it again (INBOX_RETENTION_HOURS=0: for ever)`;
    throw new ConfigurationError(
      `${place} can be read again ${readable}, but ${remembered}: an old message would have its ` +
        `effect again. Set ${enough}, or ${remedy}.`,
    );
  }
}
