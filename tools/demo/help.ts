/** Read before anything is built, so it is plain text. */
export const help = `Tells the story of seven orders on six apps, step by step.

  npm run demo                 on real brokers and PostgreSQL: those that the environment
                               names, else Docker's, else installed and started here (Debian)
  npm run demo -- --embedded   all in one process, on brokers in memory: needs nothing but Node
  npm run demo -- --once       ends when the story is told: 0 if every outcome was as expected
  npm run demo -- --attach http://127.0.0.1:3000
                               on apps that run already: neither starts nor ends any, and ends
                               like --once. Reads KAFKA_BROKERS and DATABASE_URL as the apps do;
                               the last act, a replay, needs ADMIN_TOKEN (and DLQ_URL)

Without --once everything stays up until Ctrl-C. RESOURCE_PREFIX goes before the name of every
topic, queue and schema. Logs of the apps are in .stack/logs.`;
