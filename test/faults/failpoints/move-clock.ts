const RealDate = Date;
let offsetMs = 0;

/** From now on `Date` is off by so much in this process; what measures intervals is not. */
export function moveClock(byMs: number): void {
  offsetMs = byMs;
  globalThis.Date = MovedDate as DateConstructor;
}

const now = (): number => RealDate.now() + offsetMs;

const MovedDate = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (_target, args: unknown[], newTarget) =>
    Reflect.construct(RealDate, args.length === 0 ? [now()] : args, newTarget) as object,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
