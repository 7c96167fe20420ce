import { appPorts, type AppPorts } from '../../apps/apps.js';
import type { Progress } from '../../shared/progress.js';
import { isFree } from '../../stack/native/find-port.js';

/** The ports that the README names, unless something listens on one of them. */
export async function choosePorts(progress: Progress): Promise<'fixed' | 'free'> {
  const wanted = Object.values<AppPorts>(appPorts).flatMap(({ http, health }) =>
    http === undefined ? [health] : [http, health],
  );
  for (const port of wanted) {
    if (await isFree(port)) continue;
    progress.say(`port ${port} is in use (ss -ltnp names who has it), so the apps take free ones`);
    return 'free';
  }
  return 'fixed';
}
