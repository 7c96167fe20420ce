import { until } from '@app/testing';

export interface ListedLetter {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly fingerprint: string;
  readonly ancestorId: string | null;
  readonly successorId: string | null;
  readonly source: { readonly broker: string; readonly name: string; readonly consumer: string };
}

export interface ReplayState {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly sent: number;
  readonly resolved: number;
  readonly failedAgain: number;
  readonly released: number;
  readonly endedBecause: string | null;
}

/** The admin API as its operators see it. */
export class AdminApi {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async list(query: Record<string, string> = {}): Promise<ListedLetter[]> {
    const path = `/dead-letters?${new URLSearchParams({ limit: '500', ...query })}`;
    return (await this.json<{ items: ListedLetter[] }>('GET', path)).items;
  }

  /** Resolves with the dead letters that fit, once there are so many. */
  async collected(query: Record<string, string>, count: number): Promise<ListedLetter[]> {
    let items: ListedLetter[] = [];
    await until(
      async () => {
        items = await this.list(query);
        return items.length >= count;
      },
      { what: `${count} dead letters of ${JSON.stringify(query)}`, timeoutMs: 30_000 },
    );
    return items;
  }

  /** Resolves once the dead letter has that status. */
  async becomes(id: string, status: string): Promise<ListedLetter> {
    let letter: ListedLetter | undefined;
    await until(
      async () => {
        letter = await this.json<ListedLetter>('GET', `/dead-letters/${id}`);
        return letter.status === status;
      },
      { what: `dead letter ${id} to be ${status}`, timeoutMs: 30_000 },
    );
    return letter!;
  }

  async replay(request: object): Promise<ReplayState> {
    return await this.json<ReplayState>('POST', '/dead-letters/replays', request);
  }

  async replayState(id: string): Promise<ReplayState> {
    return await this.json<ReplayState>('GET', `/dead-letters/replays/${id}`);
  }

  async call(method: string, path: string, body?: unknown, token = this.token): Promise<Response> {
    return await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.call(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}
