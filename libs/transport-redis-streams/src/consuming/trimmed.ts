import { Logger } from '@nestjs/common';
import type { DeliveryStatistics, Source } from '@app/messaging';

/** Tells of entries that Redis removed before they were handled. They are lost to us. */
export class Trimmed {
  private readonly logger = new Logger(Trimmed.name);

  constructor(
    private readonly source: Source,
    private readonly statistics: Pick<DeliveryStatistics, 'count'>,
  ) {}

  report(count: number, what: string): void {
    if (count === 0) return;
    this.statistics.count(this.source, 'trimmed', count);
    this.logger.error(
      `${count} ${what} of stream ${this.source.name} were trimmed and are lost. ` +
        'Raise its maxLength in the topology, or read it faster.',
    );
  }
}
