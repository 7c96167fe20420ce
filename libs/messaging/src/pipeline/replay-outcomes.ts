import { Injectable } from '@nestjs/common';
import type { Delivery } from '../delivery/delivery.js';
import type { Replay } from '../delivery/replay-headers.js';

/** Reports that the message of a replay was handled. */
export type ReportReplay = (replay: Replay, delivery: Delivery) => Promise<void>;

/** Where it is told what became of replayed dead letters; nowhere, where no part of the app reports. */
@Injectable()
export class ReplayOutcomes {
  private report: ReportReplay | undefined;

  /** To be called while the app is put together. */
  reportBy(report: ReportReplay): void {
    this.report = report;
  }

  /**
   * The message was handled, now or by a delivery before. Told before it is acknowledged, so that
   * it may be told twice, and never not at all.
   */
  async succeeded(replay: Replay, delivery: Delivery): Promise<void> {
    await this.report?.(replay, delivery);
  }
}
