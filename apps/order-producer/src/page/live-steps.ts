import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { decodeEvent, DecodeError, OrderStepRecorded } from '@app/events';
import { Clock, FollowerRegistry, type FollowedMessage } from '@app/messaging';
import { orderActivity } from '@app/topology';
import { LiveClients } from './live-clients.js';

const GATHER_MS = 100;
/** What a page is told of at a time; of more it learns the number. */
const MOST_AT_A_TIME = 100;

/**
 * Tells every open page of every order's steps, whichever instance recorded them. Steps are gathered
 * for a moment and written once for all pages, so that a burst costs a page ten events a second.
 */
@Injectable()
export class LiveSteps implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(LiveSteps.name);
  private steps: OrderStepRecorded[] = [];
  private omitted = 0;
  private cancel: (() => void) | undefined;
  private unfollow: (() => void) | undefined;

  constructor(
    private readonly followers: FollowerRegistry,
    private readonly clients: LiveClients,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.unfollow = this.followers.follow(orderActivity, {
      message: (message) => this.gather(message),
      missed: () => this.clients.send('renew', {}),
    });
  }

  onModuleDestroy(): void {
    this.unfollow?.();
    this.cancel?.();
    this.clients.close();
  }

  private gather(message: FollowedMessage): void {
    if (this.clients.count === 0) return;
    const step = this.read(message);
    if (!step) return;
    if (this.steps.length < MOST_AT_A_TIME) this.steps.push(step);
    else this.omitted++;
    this.cancel ??= this.clock.after(GATHER_MS, () => this.tell());
  }

  private tell(): void {
    const { steps, omitted } = this;
    this.steps = [];
    this.omitted = 0;
    this.cancel = undefined;
    this.clients.send('steps', { steps, omitted });
  }

  /** A stream is open to other writers: what isn't a step of ours is not shown. */
  private read({ body, headers }: FollowedMessage): OrderStepRecorded | undefined {
    try {
      return OrderStepRecorded.schema.safeParse(decodeEvent(body, headers).data).data;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.logger.debug({ error, msg: 'An entry of the feed is no event' });
      return undefined;
    }
  }
}
