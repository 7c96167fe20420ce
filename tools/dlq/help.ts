/** What the user reads first. It is read before anything is built, so it is plain text. */
export const help = `Dead letters of every broker: look, replay, discard. Runbook: docs/dead-letters.md

  npm run dlq -- summary                  a line for each cause
  npm run dlq -- ls --reason SCHEMA_MISMATCH --from 2h
  npm run dlq -- show <id>                one of them whole; --body writes its bytes and no more;
                                          here and below, the beginning of an id will do
  npm run dlq -- replay <id>… | --all | --fingerprint … [--rate 20] [--stop-after 5]
  npm run dlq -- discard <id>… --why 'test data of Monday'
  npm run dlq -- progress <replay>        how far it is
  npm run dlq -- stop <replay>            what it has not sent is open again
  npm run dlq -- audit                    who did what
  npm run dlq -- rewind --group kafka-consumer --topic orders.events --to 2h | 1200 | earliest
                                          has a stopped app read Kafka again, from a time or offset
  npm run dlq -- outbox                   what apps could not publish, and why; their keys wait
  npm run dlq -- outbox retry|discard payments/12 --why 'the topic is there now'

Which ones (summary, ls, replay, discard; together they narrow):
  --broker --source --consumer --type --reason --key --correlation-id --fingerprint
  --from --to     time of the last failure: 2026-11-22T03:00:00Z, or ago: 90s, 15m, 2h, 7d
  --q             words of the error's message, or of the beginning of the body
  --status        summary and ls: open unless it is given; all for every status
  --limit         ls, audit: as many (50), the newest first; replay, discard: the oldest first

replay, discard, rewind and outbox show what they would do, and ask first:
  --dry-run       shows it, and does nothing
  --yes           doesn't ask; needed where there is no terminal
  --rate          messages a second        --stop-after   failures that end the replay
  --force         also what is under way without an outcome, discarded, or replayed too often
  --wait          seconds that outcomes are waited for once all is sent (60); 0: not at all

  --json          the answer as it is, for scripts
  --url           the admin API: DLQ_URL, else http://127.0.0.1:3001
ADMIN_TOKEN is the token of an operator; that of a viewer is for looking, and for dry runs. The
audit has the name in DLQ_OPERATOR, else that of your account.

Exit code 0: done. 1: messages failed again, were skipped or not sent, or have no outcome yet. 2: refused, the
message says why. 3: who is asked can't be reached. 4: not confirmed, so nothing was done.`;
