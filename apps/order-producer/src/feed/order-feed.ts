import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Observable, ReplaySubject, takeUntil, type Subscriber } from 'rxjs';
import { ConcurrencyLimit } from '@app/messaging';
import { OrderHistory, type OrderStep } from '../order-history.js';
import { OrderActivity } from './order-activity.js';

/** Every open feed may be woken at once; `POST /orders` takes its connections from the same pool. */
const READS_AT_A_TIME = 4;

/** The steps of an order as they come, from any of them on. */
@Injectable()
export class OrderFeed implements OnModuleDestroy {
  private readonly logger = new Logger(OrderFeed.name);
  /** Replayed, so that a stream which opens meanwhile ends as well. */
  private readonly stopping = new ReplaySubject<void>(1);
  private readonly reads = new ConcurrencyLimit(READS_AT_A_TIME);

  constructor(
    private readonly history: OrderHistory,
    private readonly activity: OrderActivity,
  ) {}

  /** Ends every stream: an open one would hold the HTTP server, and its client can come back. */
  onModuleDestroy(): void {
    this.stopping.next();
    this.reads.stop();
  }

  /** The steps after `afterSeq`, then each new one as it comes; ends when the app stops. */
  follow(orderId: string, afterSeq: number): Observable<OrderStep> {
    const steps = new Observable<OrderStep>((subscriber) => {
      const readOn = this.reader(orderId, afterSeq, subscriber);
      // Subscribed before the first read, so that no step falls between the two.
      const unsubscribe = this.activity.subscribe(orderId, readOn);
      readOn();
      return unsubscribe;
    });
    return steps.pipe(takeUntil(this.stopping));
  }

  /**
   * One read at a time; what wakes it meanwhile makes it read once more. One that fails leaves the
   * stream open for the next: an error would have the client come back with an id that isn't ours.
   */
  private reader(orderId: string, afterSeq: number, to: Subscriber<OrderStep>): () => void {
    let last = afterSeq;
    let isWanted = false;
    let isReading = false;
    const readOnce = async (): Promise<void> => {
      isWanted = false;
      for (const step of await this.history.of(orderId, last)) {
        last = step.seq;
        to.next(step);
      }
    };
    const isDue = () => isWanted && !to.closed;
    const read = async (): Promise<void> => {
      isReading = true;
      try {
        while (isDue()) await this.inTurn(to, readOnce);
      } catch (error) {
        this.logger.warn({ error, orderId, msg: 'The steps of an order could not be read yet' });
      } finally {
        isReading = false;
      }
    };
    return () => {
      isWanted = true;
      if (!isReading) void read();
    };
  }

  /** Does nothing when the app stops, or the listener goes, before it is this one's turn. */
  private async inTurn(to: Subscriber<OrderStep>, read: () => Promise<void>): Promise<void> {
    if (!(await this.reads.acquire())) return;
    try {
      if (!to.closed) await read();
    } finally {
      this.reads.release();
    }
  }
}
