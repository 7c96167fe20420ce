/** Holds handlers until a test lets them go. */
export class Gate {
  private release: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  open(): void {
    this.release();
  }

  /** Resolves when the gate is open. */
  pass(): Promise<void> {
    return this.opened;
  }
}
