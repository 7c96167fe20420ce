import type { Message } from 'kafkajs';

/** A message whose publisher waits. */
export class PendingMessage {
  readonly confirmed: Promise<void>;
  /** It was part of a request, so the broker may have it. */
  wasSent = false;
  isSettled = false;
  private resolve!: () => void;
  private reject!: (error: Error) => void;

  constructor(
    readonly key: string,
    readonly message: Message,
    readonly sizeBytes: number,
  ) {
    this.confirmed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  confirm(): void {
    this.isSettled = true;
    this.resolve();
  }

  fail(error: Error): void {
    this.isSettled = true;
    this.reject(error);
  }
}
