/** What one act of the story came to; both texts say it in the same words. */
export interface Outcome {
  readonly label: string;
  readonly expected: string;
  readonly actual: string;
}

export function isAsExpected({ expected, actual }: Outcome): boolean {
  return expected === actual;
}
