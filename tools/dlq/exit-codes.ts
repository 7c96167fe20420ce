/** What a script may decide by; `--help` explains them. */
export const exitCodes = {
  done: 0,
  failedAgain: 1,
  refused: 2,
  unreachable: 3,
  notConfirmed: 4,
  /** As a shell reports what Ctrl-C has ended. */
  interrupted: 130,
} as const;
