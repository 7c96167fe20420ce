import { expect, it } from '@jest/globals';
import { MessageTooLargeError } from '@app/messaging';
import { newLabel } from '../messages.js';
import type { ContractScope } from '../contract-scope.js';

/** What consumers could not take is refused where the mistake was made. */
export function invalidIsNotSent({ context }: ContractScope): void {
  it('rejects an invalid and an oversize event before anything is sent', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { consumes: false });
    const text = 'x'.repeat(channel.maxBodyBytes);

    const invalid = app.publish(newLabel('invalid'), { amount: Number.NaN });
    await expect(invalid).rejects.toMatchObject({ code: 'EVENT_VALIDATION' });
    const tooLarge = await app
      .publish(newLabel('large'), { text })
      .catch((error: unknown) => error);

    expect(tooLarge).toBeInstanceOf(MessageTooLargeError);
    const { limitBytes, sizeBytes, message } = tooLarge as MessageTooLargeError;
    expect(limitBytes).toBe(channel.maxBodyBytes);
    expect(sizeBytes).toBeGreaterThan(limitBytes);
    expect(message).toContain(String(limitBytes));
    expect(await channel.stored()).toEqual([]);
  });

  it('carries an event that just fits', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel);
    const label = newLabel('large');
    const text = 'x'.repeat(channel.maxBodyBytes - 1_000);

    await app.publish(label, { text });

    await app.hasHandled(label);
    expect(app.probe.callsOf(label)[0]?.data.text).toHaveLength(text.length);
  });
}
