import { injectPoison, placeOrder } from './api.js';

const BURST = 100;
const AT_A_TIME = 10;

const orders = [
  ['Place an order', () => placeOrder('KEYBOARD', 'card_ok')],
  ['Declined card', () => placeOrder('MOUSE', 'card_declined')],
  ['Sold out', () => placeOrder('SOLD_OUT', 'card_ok')],
  ['Flaky card', () => placeOrder('MONITOR', 'card_flaky')],
  [`Burst of ${BURST}`, burst],
];

/** @param hasPoison whether a message that nobody can read may be sent: in the demo only */
export function showControls(bar, answer, hasPoison) {
  const poison = [['Poison message', () => injectPoison().then(() => 'poison')]];
  const buttons = [...orders, ...(hasPoison ? poison : [])].map(([label, act], index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    if (index === 0) button.className = 'first';
    button.addEventListener('click', async () => {
      // A disabled one would lose the keyboard's focus.
      if (button.ariaDisabled) return;
      button.ariaDisabled = 'true';
      try {
        answer.textContent = say(await act((progress) => (answer.textContent = progress)));
      } catch (error) {
        answer.textContent = `${label}: ${error.message}`;
      } finally {
        button.ariaDisabled = null;
      }
    });
    return button;
  });
  bar.replaceChildren(...buttons);
}

function say(result) {
  if (result === 'poison') return 'Sent. It will be a dead letter; orders go on.';
  if (typeof result === 'number') return `${result} of ${BURST} orders placed.`;
  return `Order ${result.orderId} placed.`;
}

/** @param tell takes a sentence now and then @returns how many were accepted */
async function burst(tell) {
  let next = 0;
  let placed = 0;
  const worker = async () => {
    while (next++ < BURST) {
      await placeOrder('KEYBOARD', 'card_ok');
      placed++;
      if (placed % AT_A_TIME === 0) tell(`${placed} of ${BURST} orders placed …`);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: AT_A_TIME }, worker));
  const failure = results.find(({ status }) => status === 'rejected');
  if (failure && placed === 0) throw failure.reason;
  return placed;
}
