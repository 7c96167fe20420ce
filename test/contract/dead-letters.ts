import type { ContractChannel, RawMessage } from './broker-harness.js';

/** The dead letters with exactly these bytes. */
export async function deadLettersOf(channel: ContractChannel, body: Buffer): Promise<RawMessage[]> {
  return (await channel.deadLetters()).filter((letter) => letter.body.equals(body));
}
