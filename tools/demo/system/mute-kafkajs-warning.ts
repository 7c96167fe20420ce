const name = 'TimeoutNegativeWarning';
let muted = false;

/**
 * kafkajs 2.2.4 sets timers into the past when it is idle, and Node 24 warns of each kind once,
 * in the middle of the story. Every other warning is printed as before.
 */
export function muteKafkajsWarning(): void {
  if (muted) return;
  muted = true;
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== name) for (const listener of listeners) listener(warning);
  });
}
