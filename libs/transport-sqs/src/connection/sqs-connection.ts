import { SQSClient } from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@app/messaging';
import { SqsHealth } from '../sqs.health.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { clientConfig } from './client-config.js';
import { quietNodeWarning } from './quiet-node-warning.js';
import { describe, isRefusal } from './sqs-error.js';

type Send<Answer> = (client: SQSClient, options: { abortSignal: AbortSignal }) => Promise<Answer>;

const REQUEST_TIMEOUT_MS = 10_000;

/** The SDK's client. What SQS answers to its requests decides the health of the app. */
@Injectable()
export class SqsConnection implements OnApplicationShutdown {
  private readonly client: SQSClient;

  constructor(
    @Inject(SQS_OPTIONS) { settings }: SqsTransportOptions,
    private readonly health: SqsHealth,
    private readonly clock: Clock,
  ) {
    quietNodeWarning();
    this.client = new SQSClient(clientConfig(settings));
  }

  /** Handlers that drain still publish; when this hook runs, transports are closed. */
  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** @param signal aborted when nobody needs the answer any more */
  async request<Answer>(
    send: Send<Answer>,
    timeoutMs = REQUEST_TIMEOUT_MS,
    signal?: AbortSignal,
  ): Promise<Answer> {
    // Not AbortSignal.any(): what it depends on may be collected before it goes off, on Node 20.
    const request = new AbortController();
    const abort = () => request.abort();
    let isLate = false;
    const cancelTimer = this.clock.after(timeoutMs, () => {
      isLate = true;
      abort();
    });
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      const answer = await send(this.client, { abortSignal: request.signal });
      this.health.reached();
      return answer;
    } catch (error) {
      if (!signal?.aborted && !isRefusal(error)) {
        this.health.unreachable(isLate ? noAnswer(timeoutMs) : described(error));
      }
      throw error;
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', abort);
    }
  }
}

function described(error: unknown): Error {
  return new Error(describe(error), { cause: error });
}

function noAnswer(timeoutMs: number): Error {
  return new Error(`SQS gave no answer within ${timeoutMs} ms.`);
}
