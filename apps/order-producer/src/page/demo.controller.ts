import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ENVIRONMENT, PublisherRegistry, type Environment } from '@app/messaging';
import { Problem } from '@app/http';
import { ordersEvents } from '@app/topology';
import { isDemo } from './demo.js';

/** For the demo alone (`DEMO=1`): anywhere else it isn't there. */
@Controller('demo')
export class DemoController {
  constructor(
    private readonly publishers: PublisherRegistry,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Sends bytes that are no event past the outbox, which would refuse them. */
  @Post('poison')
  @HttpCode(202)
  async poison(): Promise<{ id: string }> {
    if (!isDemo(this.environment)) throw new Problem(404, 'NOT_FOUND', 'There is no demo here.');
    const id = randomUUID();
    const body = Buffer.from(`{"poison": "${id}`);
    const message = { id, type: 'poison', key: id, body, headers: new Map() };
    await this.publishers.publish(ordersEvents, message);
    return { id };
  }
}
