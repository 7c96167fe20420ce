/** Read before anything is built, so it is plain text. */
export const help = `Runs the tests; brings up the servers that they need and ends them again.

  npm test                        unit, story, contract and end-to-end tests: minutes
  npm run test:all                long suites (*.full.spec.ts) and twelve faults under load too
  npm run test:all -- --rest      those alone
  npm run test:contract           one kind: test:unit, test:story, test:contract, test:e2e
  npm test -- -- -t 'redelivers'  what follows the second -- goes to jest

  --sum-file <file>               append the sum to a file instead of closing with it

Closes with one line: N passed, N failed.`;
