import { Injectable } from '@nestjs/common';

/** How something that the app depends on is doing. */
export interface Health {
  /** `degraded`: it works, but somebody has to look at it. */
  readonly status: 'up' | 'degraded' | 'down';
  /** Why it isn't up, for a person; never a secret. */
  readonly detail?: string;
}

/** Something that can tell how it is doing, quickly and without asking a server. */
export interface HealthIndicator {
  /** `database`, `kafka`, `outbox`. */
  readonly name: string;
  health(): Health;
}

/** What may die, and says so. */
export interface Mortal {
  readonly deadBecause: Error | undefined;
}

/** Where the parts of an app announce themselves for readiness. */
@Injectable()
export class HealthRegistry {
  private readonly indicators: HealthIndicator[] = [];
  private consumers: readonly Mortal[] = [];
  private isStarted = false;

  /** False until `startApp` has subscribed every consumer: until then the app isn't ready. */
  get started(): boolean {
    return this.isStarted;
  }

  markStarted(): void {
    this.isStarted = true;
  }

  /** Those whose death makes the app one that only a restart can help. */
  watchLife(consumers: readonly Mortal[]): void {
    this.consumers = consumers;
  }

  /** Why a consumer is dead for good; undefined while all live. */
  get deadBecause(): Error | undefined {
    return this.consumers.find((it) => it.deadBecause)?.deadBecause;
  }

  add(indicator: HealthIndicator): void {
    this.indicators.push(indicator);
  }

  /** How the part of that name is doing; undefined where there is none. */
  of(name: string): Health | undefined {
    return this.indicators.find((it) => it.name === name)?.health();
  }

  report(): Record<string, Health> {
    return Object.fromEntries(this.indicators.map((it) => [it.name, it.health()]));
  }
}
