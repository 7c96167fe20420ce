/** How a shell reports a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

/** Aborted by Ctrl-C, and when the terminal closes or somebody ends us. */
export function interruption(say: (text: string) => void): AbortSignal {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (interrupt.signal.aborted) say('still ending what was started; a moment, please');
      interrupt.abort();
    });
  }
  return interrupt.signal;
}
