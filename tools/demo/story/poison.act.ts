import { randomUUID } from 'node:crypto';
import type { BackDoor, SeenDeadLetter } from '../system/back-door.js';
import type { Act, Stage } from './act.js';
import { followOrder } from './follow-order.js';

/** Bytes that no consumer can read, amid the events of an order and under its key. */
export const poison: Act = {
  label: 'poison message',
  heading: 'Broken JSON put on orders.events past our publisher: to the DLQ, and orders go on',
  expected: 'INVALID_JSON in the DLQ, order completed',

  async play(stage) {
    const backDoor = await stage.openBackDoor();
    try {
      const placedAtMs = performance.now();
      const id = await stage.api.place({ sku: 'KEYBOARD', paymentMethod: 'card_ok' });
      const order = { id, label: 'order around it', placedAtMs };
      const [{ reason }] = await Promise.all([
        injectPoison(stage, backDoor, order),
        followOrder(stage, order, ['order.completed']),
      ]);
      const { status } = await stage.api.show(id);
      return `${reason} in the DLQ, order ${status}`;
    } finally {
      await backDoor.close();
    }
  },
};

async function injectPoison(
  { screen, signal }: Stage,
  backDoor: BackDoor,
  order: { readonly id: string; readonly placedAtMs: number },
): Promise<SeenDeadLetter> {
  const show = (step: string): void =>
    screen.step({
      label: poison.label,
      step,
      broker: 'kafka',
      elapsedMs: performance.now() - order.placedAtMs,
    });

  const body = Buffer.from(`{"poison": "${randomUUID()}`);
  await backDoor.put(order.id, body);
  show('→ orders.events');
  const letter = await backDoor.deadLetterOf(body, signal);
  show('→ orders.events.dlq');
  screen.note(`${letter.consumer} refused '${body.toString()}' as ${letter.reason}`);
  return letter;
}
