import type { Failpoint } from './failpoint.js';
import type { Method } from './watch.js';

/** The failpoint that this process is to die at, and how many passages are left. */
export class Armed {
  private failpoint: string | undefined;
  private left = 0;

  arm(failpoint: string, passage: number): void {
    this.failpoint = failpoint;
    this.left = passage;
  }

  disarm(): void {
    this.failpoint = undefined;
  }

  /** The method with the failpoint before or after it. */
  watch(failpoint: Failpoint, original: Method): Method {
    const { callback, counts, name, side } = failpoint;
    const passed = (args: readonly unknown[], result: unknown): void => {
      if (this.failpoint === name && (counts?.(args, result) ?? true)) this.pass();
    };
    const watched = (method: Method): Method =>
      function (this: unknown, ...args) {
        if (side === 'before') {
          passed(args, undefined);
          return method.apply(this, args);
        }
        const result = method.apply(this, args);
        if (!(result instanceof Promise)) {
          passed(args, result);
          return result;
        }
        return result.then((value: unknown) => {
          passed(args, value);
          return value;
        });
      };
    if (callback === undefined) return watched(original);
    return function (this: unknown, ...args) {
      const inner = args[callback] as Method;
      return original.apply(this, args.with(callback, watched(inner)));
    };
  }

  private pass(): void {
    this.left -= 1;
    // At once and without a trace, as a machine that loses its power.
    if (this.left <= 0) process.kill(process.pid, 'SIGKILL');
  }
}
