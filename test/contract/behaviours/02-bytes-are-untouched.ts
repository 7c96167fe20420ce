import { expect, it } from '@jest/globals';
import { bytesOf } from '../bytes.js';
import { eventJson, newLabel, outbound } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** Between publisher and handler nobody touches a body or a header. */
export function bytesAreUntouched({ features, shared }: ContractScope): void {
  it('hands over body and headers as they were published', async () => {
    const label = newLabel('übergröße-✓');
    const headers = new Map<string, string | Buffer>([
      ['x-text', 'größer als ASCII ✓'],
      ['x-empty', ''],
      ...(features.binaryHeaders ? [['x-binary', Buffer.from([0xff, 0x00, 0xfe])] as const] : []),
    ]);
    const message = outbound(label, headers);

    await shared.app.publishMessage(shared.channel.destination, message);
    await shared.app.hasHandled(label);

    const { delivery } = shared.app.probe.callsOf(label)[0]!;
    expect(delivery.body.equals(message.body)).toBe(true);
    expect(bytesOf(delivery.headers)).toMatchObject(bytesOf(message.headers));
  });

  it('hands over bodies of other writers, whatever their spelling', async () => {
    const label = newLabel('spelled');
    const event = eventJson({
      data: { label, key: 'ké', amount: 1.5e1, text: '\u0000 \u{1f600}' },
    });
    const body = Buffer.from(`\n ${JSON.stringify(event, undefined, 3)}\t`);

    await shared.channel.sendRaw({ body, key: label });
    await shared.app.hasHandled(label);

    const { delivery, data } = shared.app.probe.callsOf(label)[0]!;
    expect(delivery.body.equals(body)).toBe(true);
    expect(data.text).toBe('\u0000 \u{1f600}');
  });
}
