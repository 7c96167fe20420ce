import { Logger } from '@nestjs/common';
import { endsWithin, toError } from '@app/messaging';
import type { BrokerProbe, BrokerFigures, Clock, HealthRegistry, Metric } from '@app/messaging';

/** Longer than a busy broker takes. */
const DEADLINE_MS = 5_000;

/** One broker, as it was when it was asked last. */
export class BrokerPoll {
  readonly broker: string;
  readonly metrics: readonly Metric[];
  private readonly logger = new Logger('BrokerPoller');
  private last: BrokerFigures = { channels: [], samples: [] };
  private answeredAtMs: number | undefined;
  private lastProblem: Error | undefined = new Error('It was not asked yet.');
  private isStopped = false;
  private pending: Promise<BrokerFigures> | undefined;

  constructor(
    private readonly probe: BrokerProbe,
    private readonly health: HealthRegistry,
    private readonly clock: Clock,
  ) {
    this.broker = probe.broker;
    this.metrics = probe.metrics;
  }

  /** Whether the figures are of now. */
  get isUp(): boolean {
    return this.lastProblem === undefined && this.health.of(this.broker)?.status !== 'down';
  }

  /** Why the broker did not answer when it was asked last; undefined where it did. */
  get problem(): Error | undefined {
    return this.lastProblem;
  }

  /** They stay while the broker is away. */
  get figures(): BrokerFigures {
    return this.last;
  }

  /** Undefined before the first answer. */
  get figuresAgeSeconds(): number | undefined {
    if (this.answeredAtMs === undefined) return undefined;
    return (this.clock.elapsedMs() - this.answeredAtMs) / 1_000;
  }

  /** Asks once; a question that has no answer yet isn't asked again. Never rejects. */
  async ask(): Promise<void> {
    this.pending ??= this.probe.read().finally(() => {
      this.pending = undefined;
    });
    try {
      this.last = await this.inTime(this.pending);
      this.answeredAtMs = this.clock.elapsedMs();
      this.lastProblem = undefined;
    } catch (error) {
      if (this.isStopped) return;
      const msg = `${this.broker} did not say how much waits there; the last figures stay`;
      // Its own health tells that it is away; one line more is enough.
      if (this.lastProblem) this.logger.debug({ msg, error });
      else this.logger.warn({ msg, error });
      this.lastProblem = toError(error);
    }
  }

  /** The answer that may be due says nothing any more. */
  stop(): void {
    this.isStopped = true;
  }

  private async inTime<T>(answer: Promise<T>): Promise<T> {
    if (!(await endsWithin(this.clock, DEADLINE_MS, answer))) {
      throw new Error(`${this.broker} gave no answer within ${DEADLINE_MS} ms.`);
    }
    return await answer;
  }
}
