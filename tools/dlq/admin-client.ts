import type { AuditRecord } from '../../apps/dead-letter-admin/src/audit/audit.js';
import type {
  Summary,
  SummaryGroup,
} from '../../apps/dead-letter-admin/src/listing/dead-letter.queries.js';
import type { Page } from '../../apps/dead-letter-admin/src/listing/page.js';
import type { ListItem, toDetail } from '../../apps/dead-letter-admin/src/listing/view.js';
import type { ReplayPlan } from '../../apps/dead-letter-admin/src/replay/replay-plan.js';
import type { ReplayView } from '../../apps/dead-letter-admin/src/replay/replay.view.js';
import type { StartedReplay } from '../../apps/dead-letter-admin/src/replay/replays.js';
import { errorText } from '../shared/error-text.js';
import { withDeadline } from '../shared/with-deadline.js';
import type { AdminAddress } from './admin-address.js';
import { DlqError } from './dlq.error.js';
import { exitCodes } from './exit-codes.js';
import { refusal } from './refusal.js';

export type { ListItem, Page, ReplayPlan, ReplayView, SummaryGroup };
export type Detail = ReturnType<typeof toDetail>;
export type AuditLine = Omit<AuditRecord, 'at'> & { readonly at: string };

export interface AdminAccess extends AdminAddress {
  readonly token: string;
  /** Whom the audit names. */
  readonly operator: string;
}

/** The database may have to count a million rows first. */
const patienceMs = 60_000;

/** The admin API. @throws DlqError `refused` with the API's words, `unreachable` */
export class AdminClient {
  constructor(private readonly access: AdminAccess) {}

  list(query: Readonly<Record<string, string>>): Promise<Page<ListItem>> {
    return this.json('GET', `/dead-letters?${new URLSearchParams(query)}`);
  }

  summary(query: Readonly<Record<string, string>>): Promise<Summary> {
    return this.json('GET', `/dead-letters/summary?${new URLSearchParams(query)}`);
  }

  show(id: string): Promise<Detail> {
    return this.json('GET', `/dead-letters/${encodeURIComponent(id)}`);
  }

  async body(id: string): Promise<Buffer> {
    return await this.request('GET', `/dead-letters/${encodeURIComponent(id)}/body`);
  }

  planReplay(request: object): Promise<ReplayPlan> {
    return this.json('POST', '/dead-letters/replays', { ...request, dryRun: true });
  }

  replay(request: object): Promise<StartedReplay> {
    return this.json('POST', '/dead-letters/replays', request);
  }

  replayState(id: string): Promise<ReplayView> {
    return this.json('GET', `/dead-letters/replays/${encodeURIComponent(id)}`);
  }

  stopReplay(id: string): Promise<ReplayView> {
    return this.json('DELETE', `/dead-letters/replays/${encodeURIComponent(id)}`);
  }

  async discard(request: object): Promise<number> {
    type Answer = { discarded: number };
    return (await this.json<Answer>('POST', '/dead-letters/discards', request)).discarded;
  }

  audit(query: Readonly<Record<string, string>>): Promise<Page<AuditLine>> {
    return this.json('GET', `/dead-letters/audit?${new URLSearchParams(query)}`);
  }

  private async json<T>(method: string, path: string, body?: object): Promise<T> {
    return JSON.parse((await this.request(method, path, body)).toString()) as T;
  }

  private async request(method: string, path: string, body?: object): Promise<Buffer> {
    const { response, content } = await this.answer(method, path, body);
    if (!response.ok) throw refusal(response.status, content.toString());
    return content;
  }

  private async answer(method: string, path: string, body?: object) {
    const { url, setting, token, operator } = this.access;
    try {
      return await withDeadline(patienceMs, [], async (signal) => {
        const response = await fetch(url + path, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            // A header holds bytes, and `fetch` takes one for each character: those of UTF-8.
            'x-operator': Buffer.from(operator).toString('latin1'),
            'content-type': 'application/json',
          },
          ...(body && { body: JSON.stringify(body) }),
          signal,
        });
        return { response, content: Buffer.from(await response.arrayBuffer()) };
      });
    } catch (cause) {
      // `fetch` tells what happened in the cause alone.
      const why = errorText(cause instanceof Error ? (cause.cause ?? cause) : cause);
      const where = setting === undefined ? url : `${url} (${setting})`;
      throw new DlqError(
        exitCodes.unreachable,
        `The admin API at ${where} can't be reached: ${why}. Start the apps ` +
          '(npm run start:all), or name its address: --url or DLQ_URL.',
        { cause },
      );
    }
  }
}
