/** The app that a program file belongs to, by its folder: `…/apps/<app>/src/main.js`. */
export function appOf(entry: string): string | undefined {
  return /[\\/]apps[\\/]([^\\/]+)[\\/]/.exec(entry)?.[1];
}
