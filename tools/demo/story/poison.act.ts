import { randomUUID } from 'node:crypto';
import type { Act } from './act.js';
import { followOrder } from './follow-order.js';

/** Bytes that no consumer can read, amid the events of an order and under its key. */
export const poison: Act = {
  label: 'poison message',
  heading: 'Broken JSON put on orders.events past our publisher: to the DLQ, and orders go on',
  expected: 'INVALID_JSON in the DLQ, order completed',

  async play(stage) {
    const { api, screen, signal } = stage;
    const backDoor = await stage.openBackDoor();
    try {
      const placedAtMs = performance.now();
      const id = await api.place({ sku: 'KEYBOARD', paymentMethod: 'card_ok' });
      const body = Buffer.from(`{"poison": "${randomUUID()}`);
      await backDoor.put(id, body);
      screen.note(`put on orders.events under the order's key: ${body.toString()}`);

      const buried = backDoor.deadLetterOf(body, signal).then((letter) => {
        const elapsedMs = performance.now() - placedAtMs;
        const broker = 'kafka';
        screen.step({ label: this.label, step: `→ ${letter.queue}`, broker, elapsedMs });
        return letter;
      });
      const order = { id, label: 'order after it', placedAtMs };
      const [{ reason }] = await Promise.all([
        buried,
        followOrder(stage, order, ['order.completed']),
      ]);
      const { status } = await api.show(id);
      return `${reason} in the DLQ, order ${status}`;
    } finally {
      await backDoor.close();
    }
  },
};
