import { parseArgs } from 'node:util';
import { adminToken } from '../apps/admin-token.js';
import { allAppNames } from '../apps/apps.js';
import { startApps } from '../apps/start-apps.js';
import { runMain } from '../shared/run-main.js';
import { ToolError } from '../shared/tool.error.js';
import { refuseOtherAddresses, stackEnvironment } from '../stack/environment.js';
import { isStackUp } from '../stack/is-stack-up.js';
import { help } from './help.js';
import { linePrinter } from './line-printer.js';
import { addressTable } from './address-table.js';

await runMain(async (args) => {
  const { values } = parseArgs({
    args,
    options: { 'free-ports': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!isStackUp()) {
    throw new ToolError('STACK_UNAVAILABLE', 'No stack is up. Start one: npm run stack:up');
  }
  refuseOtherAddresses();
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()).on('SIGTERM', () => interrupt.abort());
  return runUntil(interrupt.signal, values['free-ports'] ? 'free' : 'fixed');
});

/** @returns the exit code: 0 when we were asked to end, and every app ended cleanly */
async function runUntil(interrupted: AbortSignal, ports: 'fixed' | 'free'): Promise<number> {
  const end = new AbortController();
  const asked = new Promise<void>((resolve) => {
    AbortSignal.any([interrupted, end.signal]).addEventListener('abort', () => resolve());
  });
  const token = adminToken();
  const print = linePrinter(process.stdout);
  try {
    const apps = await startApps({
      apps: allAppNames,
      environment: { ...stackEnvironment(), ...logFormat(), ADMIN_TOKEN: token },
      ports,
      onLine: print,
      onUnexpectedExit: ({ app, code, signal }) => {
        console.error(`${app} ended by itself (${signal ?? `exit code ${code}`}); ending all.`);
        end.abort();
      },
      signal: interrupted,
    });
    console.log(`\n${addressTable(apps.addresses)}\n${tokenLine(token)}\nCtrl-C ends all.\n`);
    await asked;
    const exits = await apps.stop();
    const unclean = exits.filter(({ code }) => code !== 0);
    for (const { app, code, signal } of unclean) {
      console.error(`${app} did not end cleanly: ${signal ?? `exit code ${code}`}`);
    }
    return unclean.length > 0 || !interrupted.aborted ? 1 : 0;
  } catch (error) {
    if (interrupted.aborted && error === interrupted.reason) return 0;
    throw error;
  }
}

/** One that came from outside is a secret; who made it knows it. */
function tokenLine(token: string): string {
  return process.env['ADMIN_TOKEN'] ? '' : `\nADMIN_TOKEN of this run: ${token}\n`;
}

/** The apps write to a pipe; whether a person reads along, only we know. */
function logFormat(): Record<string, string> {
  return process.stdout.isTTY && !process.env['LOG_FORMAT'] ? { LOG_FORMAT: 'pretty' } : {};
}
