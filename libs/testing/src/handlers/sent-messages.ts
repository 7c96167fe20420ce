import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/database';
import { PublisherRegistry, type Destination, type OutboundMessage } from '@app/messaging';

/**
 * What an app has sent, or has in its outbox to send, because of one event. It is noted, and goes
 * nowhere: what others did about it would be in the way.
 */
export class SentMessages {
  private readonly sent = new Map<string, Destination & { readonly body: Buffer }>();
  private readonly publish: PublisherRegistry['publish'];

  constructor(
    private readonly registry: PublisherRegistry,
    private readonly database: Database | undefined,
    private readonly causeId: string,
  ) {
    this.publish = registry.publish;
    registry.publish = async (destination: Destination, message: OutboundMessage) =>
      this.note(destination, message.id, message.body);
  }

  static of(app: INestApplicationContext, database: Database | undefined, causeId: string) {
    return new SentMessages(app.get(PublisherRegistry, { strict: false }), database, causeId);
  }

  /** One line each. The relay may send a message twice, which its receivers absorb. */
  async list(): Promise<Record<string, unknown>[]> {
    await this.readOutbox();
    return [...this.sent.values()].flatMap(({ broker, name, body }) => {
      const { type, subject, data, causationid } = JSON.parse(body.toString()) as Record<
        string,
        unknown
      >;
      return causationid === this.causeId ? [{ to: `${broker} ${name}`, type, subject, data }] : [];
    });
  }

  forget(): void {
    this.sent.clear();
  }

  /** From here on messages are sent again. */
  end(): void {
    this.registry.publish = this.publish;
  }

  private async readOutbox(): Promise<void> {
    if (!this.database || !(await hasOutbox(this.database))) return;
    const { rows } = await this.database.query<Destination & { event_id: string; body: Buffer }>({
      text: `select broker, destination as name, event_id, body
        from ${this.database.table('outbox')}`,
    });
    for (const { broker, name, event_id: id, body } of rows) this.note({ broker, name }, id, body);
  }

  private note({ broker, name }: Destination, id: string, body: Buffer): void {
    this.sent.set(JSON.stringify([broker, name, id]), { broker, name, body });
  }
}

async function hasOutbox(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>({
    text: 'select to_regclass($1) is not null as found',
    values: [database.table('outbox')],
  });
  return rows[0]?.found === true;
}
