/** How long a handler takes, or a deadline. Never a way to wait for something: that is `until`. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
