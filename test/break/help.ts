/** Read before anything is built, so it is plain text. */
export const help = `Breaks this code and, beside it, the pattern of the books (SET NX before the work, ack, direct
publishing) with the same orders and the same faults, and counts what is right in the end.

  npm run break -- kill      SIGKILL of the apps, some in the middle of their work
  npm run break -- zombie    apps are frozen past every lease and wake up again
  npm run break -- duplicate messages come many times, and a process dies between effect and acknowledgement
  npm run break -- cut       links to the brokers are cut, also between what a broker does and its answer

  --orders 200     at 4 a second
  --seed 1         what the faults draw their numbers from

Exit code: 0 where this code lost and doubled nothing, 1 where it did, 130 where it was interrupted.
Linux only: it starts and kills servers of its own (.stack/faults), as npm run test:faults does.`;
