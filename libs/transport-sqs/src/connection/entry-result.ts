import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';

/** What SQS says of one entry of a batch. */
export type EntryResult =
  | { readonly kind: 'done' }
  /** Nothing happened. `ours`: SQS blames the request, so that it won't do better again. */
  | { readonly kind: 'failed'; readonly ours: boolean; readonly detail: string }
  /** SQS didn't mention it. */
  | { readonly kind: 'unknown' };

interface BatchAnswer {
  readonly Successful?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly Failed?: readonly BatchResultErrorEntry[] | undefined;
}

/** Sorts an answer by the entries' numbers: a batch succeeds or fails entry by entry. */
export function entryResults(count: number, answer: BatchAnswer): EntryResult[] {
  const results = Array.from({ length: count }, (): EntryResult => ({ kind: 'unknown' }));
  for (const { Id } of answer.Successful ?? []) results[Number(Id)] = { kind: 'done' };
  for (const { Id, SenderFault, Code, Message } of answer.Failed ?? []) {
    const detail = Message === undefined ? `${Code}` : `${Code}: ${Message}`;
    results[Number(Id)] = { kind: 'failed', ours: SenderFault ?? false, detail };
  }
  return results;
}
