import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { EventBus } from '@app/events';
import {
  Clock,
  ENVIRONMENT,
  FollowerRegistry,
  readSettings,
  type Environment,
} from '@app/messaging';
import { orderActivity } from '@app/topology';
import { feedSettings } from './feed.settings.js';

/** A random share of the interval by which a poll may come earlier. */
const POLL_JITTER = 0.25;

/** Which order has gone on; undefined means that any may have. */
type Activity = string | undefined;

/**
 * Tells this process which orders go on, whichever instance recorded the step: it follows the whole
 * stream, where each step shows once its transaction has committed.
 *
 * The stream only wakes; what happened is read from PostgreSQL. So an entry that was trimmed, or
 * passed while Redis was away, costs no step: listeners read again whenever following begins anew.
 * What even that can't see (an entry trimmed while we were slow, a Redis that was emptied) is found
 * by a slow poll; until then the listener's last step is only old.
 */
@Injectable()
export class OrderActivity implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OrderActivity.name);
  private readonly bus = new EventBus<Activity>((error) =>
    this.logger.error({ error, msg: 'A listener of order activity failed' }),
  );
  private readonly pollIntervalMs: number;
  private unfollow: (() => void) | undefined;
  private cancelPoll: (() => void) | undefined;

  constructor(
    private readonly followers: FollowerRegistry,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.pollIntervalMs = readSettings(feedSettings, environment).ORDER_FEED_POLL_INTERVAL_MS;
  }

  onApplicationBootstrap(): void {
    this.unfollow = this.followers.follow(orderActivity, {
      message: ({ key }) => {
        if (key !== undefined) this.bus.publish(key);
      },
      missed: () => this.bus.publish(undefined),
    });
    this.pollLater();
  }

  onModuleDestroy(): void {
    this.unfollow?.();
    this.cancelPoll?.();
  }

  /** Calls back whenever the order may have a new step. @returns a function that ends that */
  subscribe(orderId: string, listener: () => void): () => void {
    return this.bus.subscribe((changed) => {
      if (changed === undefined || changed === orderId) listener();
    });
  }

  private pollLater(): void {
    // Instances that started together, or lost Redis together, don't go on reading together.
    const delayMs = this.pollIntervalMs * (1 - POLL_JITTER * Math.random());
    this.cancelPoll = this.clock.after(delayMs, () => {
      this.bus.publish(undefined);
      this.pollLater();
    });
  }
}
