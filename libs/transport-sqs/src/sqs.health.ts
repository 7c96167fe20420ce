import { Injectable } from '@nestjs/common';
import { HealthRegistry, type Health, type HealthIndicator } from '@app/messaging';
import { SQS } from './broker.js';

const UP: Health = { status: 'up' };

/** How SQS and we get on, by the last request: of a poll, of a send, or of the probe. */
@Injectable()
export class SqsHealth implements HealthIndicator {
  readonly name = SQS;
  private problem: string | undefined = 'Not connected yet.';

  constructor(registry: HealthRegistry) {
    registry.add(this);
  }

  health(): Health {
    return this.problem === undefined ? UP : { status: 'down', detail: this.problem };
  }

  reached(): void {
    this.problem = undefined;
  }

  unreachable(error: Error): void {
    this.problem = error.message || error.name;
  }
}
