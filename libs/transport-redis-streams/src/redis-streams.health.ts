import { Injectable } from '@nestjs/common';
import { HealthRegistry, type Health, type HealthIndicator } from '@app/messaging';
import { REDIS_STREAMS } from './broker.js';
import { Connections } from './connection/connections.js';

/** What health asks each reader of an app. */
export interface Reading {
  /** Why nothing is read; undefined while all is well. */
  readonly problem: string | undefined;
}

/** How Redis and we get on: up while connected, and with every stream being read. */
@Injectable()
export class RedisStreamsHealth implements HealthIndicator {
  readonly name = REDIS_STREAMS;
  private readings: readonly Reading[] = [];

  constructor(
    private readonly connections: Connections,
    registry: HealthRegistry,
  ) {
    registry.add(this);
  }

  health(): Health {
    const { shared } = this.connections;
    if (!shared.isReady) return { status: 'down', detail: shared.problem };
    const problem = this.readings.map((it) => it.problem).find((it) => it !== undefined);
    return problem === undefined ? { status: 'up' } : { status: 'down', detail: problem };
  }

  /** What the app reads by. */
  watch(readings: readonly Reading[]): void {
    this.readings = readings;
  }
}
