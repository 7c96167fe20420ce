import type { DeadLetterReason } from '../settlement/dead-letter-reason.js';
import type { Settlement } from '../settlement/settlement.js';
import { DurationHistogram } from './duration-histogram.js';
import { channelLabels, type Labels } from './metric.js';

/** `trimmed`: the broker removed it before we could handle it. */
export type DeliveryOutcome = Settlement['kind'] | 'ignored' | 'trimmed';

/** What happens to the deliveries of one channel, in plain numbers that are cheap to add to. */
export class DeliveryMeter {
  readonly outcomes: Record<DeliveryOutcome, number> = {
    ack: 0,
    retry: 0,
    'dead-letter': 0,
    ignored: 0,
    trimmed: 0,
  };
  readonly deadLetters = new Map<DeadLetterReason, number>();
  readonly handling = new DurationHistogram();
  readonly labels: Labels;
  /** Retries that cost an attempt; the others are hand-backs. */
  costlyRetries = 0;
  /** Deliveries that ended, whatever became of them. */
  settled = 0;
  /** Deliveries that are with the pipeline now. */
  inFlight = 0;
  /** Deliveries that wait in this process for their next attempt. */
  parked = 0;
  /** RFC 3339, as the event has it: parsed when somebody asks. */
  private lastEventTime: string | undefined;
  private lastStartedAtMs = 0;

  constructor(readonly channel: { readonly broker: string; readonly name: string }) {
    this.labels = channelLabels(channel);
  }

  /** The first attempt of an event begins: a later one says nothing of how far behind we are. */
  startedFirst(eventTime: string | undefined): void {
    this.lastEventTime = eventTime;
    this.lastStartedAtMs = Date.now();
  }

  ended(settlement: Settlement | 'ignored'): void {
    this.settled += 1;
    if (settlement === 'ignored') {
      this.outcomes.ignored += 1;
      return;
    }
    this.outcomes[settlement.kind] += 1;
    if (settlement.kind === 'retry' && settlement.costsAttempt) this.costlyRetries += 1;
    if (settlement.kind === 'dead-letter') {
      const { reason } = settlement;
      this.deadLetters.set(reason, (this.deadLetters.get(reason) ?? 0) + 1);
    }
  }

  /** How old the latest event was when its handler began; undefined before the first one. */
  lastAgeSeconds(): number | undefined {
    if (this.lastEventTime === undefined) return undefined;
    const ageMs = this.lastStartedAtMs - Date.parse(this.lastEventTime);
    return Number.isNaN(ageMs) ? undefined : Math.max(0, ageMs) / 1_000;
  }
}
