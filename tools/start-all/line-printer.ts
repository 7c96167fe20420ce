import { styleText } from 'node:util';
import { allAppNames, type AppLine, type AppName } from '../apps/apps.js';

const colours = ['cyan', 'yellow', 'magenta', 'green', 'blue', 'red'] as const;
const width = Math.max(...allAppNames.map((name) => name.length));

/** Writes each line behind its app's name, a colour each on a terminal. */
export function linePrinter(stream: NodeJS.WriteStream): (line: AppLine) => void {
  const prefix = (app: AppName) =>
    styleText(colours[allAppNames.indexOf(app)] ?? 'white', `${app.padEnd(width)} | `, { stream });
  return ({ app, text }) => void stream.write(`${prefix(app)}${text}\n`);
}
