const askEveryMs = 500;

/**
 * npm passes SIGTERM on to the shell between itself and the command, and that shell dies of it
 * without a word to the command. So a command that an npm script runs ends as on SIGTERM once the
 * shell is gone.
 */
export function endWithNpm(): void {
  const { ppid } = process;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const asking = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(asking);
    process.kill(process.pid, 'SIGTERM');
  }, askEveryMs);
  asking.unref();
}
