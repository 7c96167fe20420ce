import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours only where standard output is a terminal; NO_COLOR and FORCE_COLOR are respected. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
