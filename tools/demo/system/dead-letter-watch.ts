import { once, EventEmitter } from 'node:events';
import { readDeadLetterHeader } from '@app/dlq';
import type { MessageHeaders } from '@app/events';
import type { SeenDeadLetter } from './back-door.js';

/** A message in a DLQ. */
export interface Letter {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
}

/** Dead letters as they pass by, and whoever waits for one of them. */
export class DeadLetterWatch {
  private readonly seen: Letter[] = [];
  private readonly arrivals = new EventEmitter();

  add(letter: Letter): void {
    this.seen.push(letter);
    this.arrivals.emit('letter');
  }

  /** @throws the reason of `signal`; DeadLetterHeaderError when the explanation is not ours */
  async find(body: Buffer, signal: AbortSignal): Promise<SeenDeadLetter> {
    for (;;) {
      const letter = this.seen.find((it) => it.body.equals(body));
      if (letter) return describeLetter(letter);
      await once(this.arrivals, 'letter', { signal });
    }
  }
}

/** @throws DeadLetterHeaderError when the explanation is not ours */
export function describeLetter({ headers }: Letter): SeenDeadLetter {
  const explained = readDeadLetterHeader(headers);
  return {
    reason: explained?.reason ?? 'no reason',
    consumer: explained?.source.consumer ?? 'nobody',
  };
}
