import { api, Refusal, Unreachable } from './api.js';
import { describe, el, facts, time } from './elements.js';
import { tell } from './notice.js';

const AGAIN_MS = 700;

/** How a replay goes on, until its outcomes are known. */
export async function showReplay({ id }, { role }) {
  const replay = await api.replayState(id);
  const { status, total, sent, resolved, failedAgain, released, waiting } = replay;
  const isRunning = status === 'running';
  const open = sent - resolved - failedAgain;
  return {
    ...((isRunning || open > 0) && { againMs: AGAIN_MS }),
    content: [
      el('h2', {}, `Replay ${id}`),
      el(
        'p',
        { role: 'status', className: 'replay-state' },
        `${isRunning ? 'running' : status}: ${resolved} of ${total} resolved, ${failedAgain} failed again`,
      ),
      el('progress', {
        max: total || 1,
        value: resolved + failedAgain + released,
        'aria-label': 'Outcomes known',
      }),
      facts([
        ['Still to be sent', waiting],
        ['Sent', sent],
        ['Without an outcome yet', open],
        ['Not sent, open again', released],
        ['By', replay.createdBy],
        ['Begun', time(replay.createdAt)],
        ['Ended', replay.endedAt && time(replay.endedAt)],
        ['Because', replay.endedBecause],
        ['A second, at most', replay.ratePerSecond],
        ['Stops after failures', replay.stopAfterFailures],
        ['Which', describe(replay.selection)],
      ]),
      ...(isRunning && role === 'operator' ? [stopButton(id)] : []),
    ],
  };
}

function stopButton(id) {
  const outcome = el('p', { className: 'problem', role: 'status' });
  const button = el(
    'button',
    {
      type: 'button',
      onclick: async () => {
        button.disabled = true;
        try {
          const { released } = await api.stopReplay(id);
          tell(`Replay ${id} is stopped: ${released} not sent, open again.`);
          dispatchEvent(new Event('hashchange'));
        } catch (error) {
          if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
          outcome.textContent = `It goes on: ${error.message}`;
          button.disabled = false;
        }
      },
    },
    'Stop: what is not sent is open again',
  );
  return el('div', {}, button, outcome);
}
