/** Read before anything is built, so it is plain text. */
export const help = `The servers that the apps and tests need: Kafka, RabbitMQ, PostgreSQL, Redis, SQS (ElasticMQ).

  npm run stack:up                  start them, or repair what is broken
  npm run stack:up -- --external    use the servers of KAFKA_BROKERS, RABBITMQ_URL, DATABASE_URL, …
  npm run stack:up -- --docker      start those of docker-compose.yml, in containers of their own
  npm run stack:up -- --native      install and start them on this machine (Debian)
  npm run stack:down [-- --wipe]    end what stack:up started; --wipe deletes its data too
  npm run stack:status              server, version, address, health

Without a mode: external if the environment gives all addresses, else Docker if an engine
answers, else native. State, data and logs are in .stack.`;
