/**
 * Loaded into a child before its own code (`node --import`), so that it isn't left over when whoever
 * started it dies, even by SIGKILL: the pipe at standard input ends with the parent. The child then
 * drains as on SIGTERM, and is gone at the latest after the time below. Its own forks that inherit
 * the option, as jest's workers do, follow it.
 */
const deadlineMs = 30_000;

process.stdin.once('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), deadlineMs).unref();
});
process.stdin.resume();
// Watching must not keep a process alive that has nothing else to do.
process.stdin.unref();

export {};
