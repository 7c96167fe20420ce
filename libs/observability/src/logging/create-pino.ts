import { pino, type DestinationStream, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import type { LogSettings } from './log-settings.js';

/**
 * Written at once, as by console.log: a process that is killed leaves its last lines, and one whose
 * reader has gone can end. What SonicBoom still has to flush at the exit it would try for ever.
 */
function standardOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}

/** @param destination where lines go instead of standard output */
export function createPino(
  app: string,
  settings: LogSettings,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: settings.level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (settings.format === 'json') return pino(options, destination ?? standardOutput());
  const pretty = PinoPretty({
    destination: (destination as NodeJS.WritableStream | undefined) ?? 1,
    sync: true,
    colorize: destination === undefined,
    translateTime: 'SYS:HH:MM:ss.l',
    messageFormat: '{app} {if context}[{context}] {end}{msg}',
    ignore: 'app,context',
    errorLikeObjectKeys: ['error', 'err'],
  });
  return pino(options, pretty);
}
