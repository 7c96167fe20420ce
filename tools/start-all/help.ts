/** Read before anything is built, so it is plain text. */
export const help = `Runs the six apps, a process each, against the stack that is up.

  npm run start:all                  ports 3000, 3001 and 9101 to 9106
  npm run start:all -- --free-ports  any ports: a second system beside the first

Operators of dead letters are known by ADMIN_TOKEN; without one, this run makes and shows its own.
Ctrl-C drains and ends them all. When any one ends by itself, the others are ended too, and the exit
code is 1. LOG_LEVEL, RESOURCE_PREFIX and every other setting of the apps is taken from the
environment; addresses of servers are the running stack's.`;
