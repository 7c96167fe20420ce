import { Inject, Injectable } from '@nestjs/common';
import { KAFKA } from './broker.js';
import { Clock, HealthRegistry, type Health, type HealthIndicator } from '@app/messaging';
import type { SendOutcome } from './publishing/topic-producer.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from './kafka.module-definition.js';

const UP: Health = { status: 'up' };

/** How long a problem counts that no request has met again. */
const MEMORY_MS = 30_000;

/** What health asks the reader of an app that reads. */
export interface Membership {
  readonly isMember: boolean;
  /** Why it reads nothing although it may be a member. */
  readonly problem: string | undefined;
}

const OUTSIDE: Health = {
  status: 'down',
  detail:
    'Kafka does not confirm that we are in the consumer group: it is away, or we are joining.',
};

/**
 * How the app and Kafka get on, from what was last seen: an app that reads is up while its group
 * hears from it, and each app is down from a request without an answer to the next one with; half a
 * minute later any answer of Kafka's will do.
 */
@Injectable()
export class KafkaHealth implements HealthIndicator {
  readonly name = KAFKA;
  private readonly consumes: boolean;
  private membership: Membership = { isMember: false, problem: undefined };
  private problem: string | undefined = 'Not connected yet.';
  private problemAtMs: number;

  constructor(
    @Inject(KAFKA_OPTIONS) { consumes }: KafkaTransportOptions,
    registry: HealthRegistry,
    private readonly clock: Clock,
  ) {
    this.problemAtMs = clock.elapsedMs();
    this.consumes = consumes.length > 0;
    registry.add(this);
  }

  health(): Health {
    if (this.problem !== undefined) return { status: 'down', detail: this.problem };
    if (!this.consumes) return UP;
    const { isMember, problem } = this.membership;
    if (problem !== undefined) return { status: 'down', detail: problem };
    return isMember ? UP : OUTSIDE;
  }

  /** Whose membership counts. */
  watch(membership: Membership): void {
    this.membership = membership;
  }

  /** Not even a connection was possible. */
  unreachable(error: Error): void {
    this.problem = error.message;
    this.problemAtMs = this.clock.elapsedMs();
  }

  /**
   * Kafka answered a question. That is no proof that it takes what we send, but nobody may send
   * again to an app that isn't ready.
   */
  answered(): void {
    if (this.clock.elapsedMs() - this.problemAtMs >= MEMORY_MS) this.reached();
  }

  reached(): void {
    this.problem = undefined;
  }

  sent(outcome: SendOutcome): void {
    if (outcome.kind === 'open') this.unreachable(outcome.error);
    else this.reached();
  }
}
