import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { toError } from '@app/messaging';

const pollMs = 5;
/** Longer than an overloaded machine needs for what it was given. */
const deadlineMs = 600_000;

interface Waiting {
  readonly sinceMs: number;
  resolve(atMs: number): void;
  reject(error: Error): void;
}

/** Tells when orders are completed, as anyone who asks for them would see it. */
export class FinishedOrders {
  private readonly pool: pg.Pool;
  private readonly waiting = new Map<string, Waiting>();
  private readonly table: string;
  private isOver = false;
  private readonly polling: Promise<void>;

  constructor(url: string, prefix: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 1 });
    this.table = `${pg.escapeIdentifier(`${prefix}orders`)}.orders`;
    this.polling = this.poll();
  }

  /**
   * @returns when it was seen completed, to 5 ms
   * @throws Error where it is cancelled, which is no order to measure, or doesn't come at all
   */
  when(orderId: string): Promise<number> {
    const sinceMs = performance.now();
    return new Promise((resolve, reject) =>
      this.waiting.set(orderId, { sinceMs, resolve, reject }),
    );
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.polling;
    await this.pool.end();
  }

  private async poll(): Promise<void> {
    while (!this.isOver) {
      const ids = [...this.waiting.keys()];
      if (ids.length > 0) await this.look(ids).catch((error) => this.fail(toError(error)));
      await sleep(pollMs);
    }
  }

  private async look(ids: readonly string[]): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; status: string }>({
      name: 'finished',
      text: `select id, status from ${this.table}
        where id = any($1::uuid[]) and status in ('completed', 'cancelled')`,
      values: [ids],
    });
    for (const { id, status } of rows) {
      const order = this.waiting.get(id);
      this.waiting.delete(id);
      if (status === 'completed') order?.resolve(performance.now());
      else order?.reject(new Error(`Order ${id} was cancelled.`));
    }
    for (const [id, { sinceMs, reject }] of this.waiting) {
      if (performance.now() - sinceMs < deadlineMs) break;
      this.waiting.delete(id);
      reject(new Error(`Order ${id} has no end after ${deadlineMs / 1_000} s.`));
    }
  }

  private fail(error: Error): void {
    for (const order of this.waiting.values()) order.reject(error);
    this.waiting.clear();
  }
}
