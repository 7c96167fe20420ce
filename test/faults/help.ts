/** Read before anything is built, so it is plain text. */
export const help = `Breaks the system while orders come in, on real servers of its own, and counts what became of them.

  npm run test:faults                        2,000 orders, 25 faults: about 4 minutes
  npm run test:faults -- --full              20,000 orders, 60 faults
  npm run test:faults -- --soak              100,000 orders, 300 faults in 20 rounds; with the same
                                             --seed it goes on where it was stopped
  npm run test:faults -- --small             300 orders, 12 chosen faults: what test:all runs
  npm run test:faults -- --seed 7            the same faults in the same order as another run with 7
  npm run test:faults -- --orders 500 --faults 8
  npm run test:faults -- --only kill-kafka,zombie  faults whose name begins with one of these
  npm run test:faults -- --with-proof        and then the variants below, which must show losses
  npm run test:faults -- --list              all faults, a sentence each
  npm run test:faults -- --variant <name>    the same system built another way, which has to lose:
                               seed       SET NX before the work, ack after it, events published directly
                               auto-ack   messages are acknowledged before they are handled
                               no-outbox  events are published directly after the commit

Linux only: it starts and kills its servers as processes (.stack/faults). Exit code 1 on any order
that is lost, doubled or stuck. Closes with one line: N passed, N failed.`;
