import type { Database, Transaction } from '@app/database';
import type { ClaimCounts } from '../claim-counts.js';
import type { HttpClaim } from './http-claim.js';
import {
  IdempotencyInProgressError,
  IdempotencyKeyReusedError,
} from './http-idempotency.errors.js';

/** By name; several values of one are a list. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What is repeated to the caller. */
export interface HttpAnswer {
  readonly status: number;
  /** Those that the handler set. */
  readonly headers: HttpHeaders;
  /** What the handler returned, as JSON. */
  readonly body: unknown;
}

export type HttpOutcome =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  | { readonly kind: 'replayed'; readonly answer: HttpAnswer };

interface StoredAnswer {
  readonly request_hash: Buffer;
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: string | null;
}

/** A handler that answers a failure instead of throwing one. */
class Refused extends Error {
  constructor(readonly answer: HttpAnswer) {
    super(`The handler answered ${answer.status}.`);
  }
}

/** Keeps answers in PostgreSQL, in one transaction with the work that they tell of. */
export class HttpIdempotencyStore {
  constructor(
    private readonly database: Database,
    private readonly counts: ClaimCounts,
  ) {}

  /**
   * Runs `work` in a transaction, or repeats the answer of the first time. Only success is kept: a
   * failure, thrown or answered (400 and more), rolls everything back, so its repeat is a first time
   * again.
   * @throws IdempotencyInProgressError at once, it never waits; IdempotencyKeyReusedError
   */
  async runOnce(claim: HttpClaim, work: () => Promise<HttpAnswer>): Promise<HttpOutcome> {
    try {
      const outcome = await this.answerOnce(claim, work);
      this.counts.count(outcome.kind === 'replayed' ? 'duplicate' : 'done');
      return outcome;
    } catch (error) {
      this.countError(error);
      if (error instanceof Refused) return { kind: 'answered', answer: error.answer };
      throw error;
    }
  }

  private countError(error: unknown): void {
    if (error instanceof IdempotencyInProgressError) this.counts.count('handed_back');
    else if (error instanceof IdempotencyKeyReusedError) this.counts.count('mismatch');
    else this.counts.count('failed');
  }

  private async answerOnce(
    claim: HttpClaim,
    work: () => Promise<HttpAnswer>,
  ): Promise<HttpOutcome> {
    return this.database.newTransaction(async (transaction) => {
      const stored = await this.find(transaction, claim);
      if (stored) return { kind: 'replayed', answer: readAnswer(stored, claim) };

      const answer = await work();
      if (answer.status >= 400) throw new Refused(answer);
      transaction.withCommit(() => this.insert(claim, answer));
      return { kind: 'answered', answer };
    });
  }

  /** Two statements, sent together: the second one sees what was committed before the lock. */
  private async find(
    transaction: Transaction,
    claim: HttpClaim,
  ): Promise<StoredAnswer | undefined> {
    const [lock, answers] = await Promise.all([
      transaction.query<{ locked: boolean }>({
        name: 'http_idempotency_lock',
        text: `select pg_try_advisory_xact_lock(
          hashtextextended(concat_ws(chr(31), $1::text, $2::text, $3::text), 0)) as locked`,
        values: [this.database.schema, claim.scope, claim.key],
      }),
      transaction.query<StoredAnswer & Record<string, unknown>>({
        name: 'http_idempotency_select',
        text: `select request_hash, status, headers, body
          from ${this.database.table('http_idempotency')} where scope = $1 and key = $2`,
        values: [claim.scope, claim.key],
      }),
    ]);
    if (lock.rows[0]?.locked !== true) throw new IdempotencyInProgressError();
    return answers.rows[0];
  }

  private insert(claim: HttpClaim, answer: HttpAnswer) {
    return {
      name: 'http_idempotency_insert',
      text: `insert into ${this.database.table('http_idempotency')}
        (scope, key, request_hash, status, headers, body) values ($1, $2, $3, $4, $5, $6)`,
      values: [
        claim.scope,
        claim.key,
        claim.requestHash,
        answer.status,
        JSON.stringify(answer.headers),
        answer.body === undefined ? null : JSON.stringify(answer.body),
      ],
    };
  }
}

function readAnswer(stored: StoredAnswer, claim: HttpClaim): HttpAnswer {
  if (!stored.request_hash.equals(claim.requestHash)) throw new IdempotencyKeyReusedError();
  return {
    status: stored.status,
    headers: stored.headers,
    body: stored.body === null ? undefined : (JSON.parse(stored.body) as unknown),
  };
}
