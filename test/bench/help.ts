/** Read before anything is built, so it is plain text. */
export const help = `Compares the starter with each broker's own client, on the stack that is up.

  npm run bench                      all brokers: kafka, rabbitmq, sqs, bullmq, redis-streams
  npm run bench -- kafka sqs         these
  npm run bench -- --rounds 5        more rounds (3)
  npm run bench -- latency           POST to completed at 20 and 100 orders a second, beside bare
                                     processes with the same transactions and clients
  npm run bench -- latency 50        the same at another rate
  npm run bench -- overhead          what metrics, logs and traces cost, on kafka and rabbitmq
  npm run bench -- ledger            pages of the ledger's list among 1,000,000 rows (--rows)

Events of about 500 bytes. Both sides run in turn; the ratio is ours to the raw client's, the median
of the rounds. The raw side neither validates, retries nor sets aside.`;
