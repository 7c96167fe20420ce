import { replayRoute } from '@app/topology';

/** Where a message failed, and whose it was. */
export interface Place {
  readonly broker: string;
  readonly source: string;
  readonly consumer: string | null;
}

/** The way back to the consumer that failed; undefined where there is none. */
export function routeOf({ broker, source, consumer }: Place) {
  return replayRoute({ broker, name: source, consumer: consumer ?? undefined });
}
