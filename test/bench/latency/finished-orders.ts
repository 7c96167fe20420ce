import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const pollMs = 5;

/** Tells when orders are completed, as anyone who asks for them would see it. */
export class FinishedOrders {
  private readonly pool: pg.Pool;
  private readonly waiting = new Map<string, (atMs: number) => void>();
  private readonly table: string;
  private isOver = false;
  private readonly polling: Promise<void>;

  constructor(url: string, prefix: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 1 });
    this.table = `${pg.escapeIdentifier(`${prefix}orders`)}.orders`;
    this.polling = this.poll();
  }

  /** @returns when it was seen completed, to 5 ms */
  when(orderId: string): Promise<number> {
    return new Promise((resolve) => this.waiting.set(orderId, resolve));
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.polling;
    await this.pool.end();
  }

  private async poll(): Promise<void> {
    while (!this.isOver) {
      const ids = [...this.waiting.keys()];
      if (ids.length > 0) {
        const { rows } = await this.pool.query<{ id: string }>({
          name: 'completed',
          text: `select id from ${this.table} where id = any($1::uuid[]) and status = 'completed'`,
          values: [ids],
        });
        for (const { id } of rows) {
          this.waiting.get(id)?.(performance.now());
          this.waiting.delete(id);
        }
      }
      await sleep(pollMs);
    }
  }
}
