/**
 * Loaded into an app before its own code (`node --import`), so that no app is left over when its
 * launcher dies, even by SIGKILL: the pipe at standard input ends with the launcher. The app then
 * drains as on SIGTERM, and is gone at the latest after the time below.
 */
const deadlineMs = 30_000;

process.stdin.once('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), deadlineMs).unref();
});
process.stdin.resume();
// Watching must not keep an app alive that has nothing else to do.
process.stdin.unref();

export {};
