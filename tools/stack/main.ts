import { parseArgs } from 'node:util';
import { runMain } from '../shared/run-main.js';
import { ToolError } from '../shared/tool.error.js';
import { stopStack } from './down.js';
import { help } from './help.js';
import type { Mode } from './stack-state.js';
import { printStatus } from './status.js';
import { planStack } from './up.js';

await runMain(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      external: { type: 'boolean' },
      docker: { type: 'boolean' },
      native: { type: 'boolean' },
      wipe: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command] = positionals;
  if (values.help || command === undefined) {
    console.log(help);
    return 0;
  }
  switch (command) {
    case 'up': {
      const start = await planStack(modeIn(values));
      await start();
      return (await printStatus()) ? 0 : 1;
    }
    case 'down':
      await stopStack(values.wipe);
      return 0;
    case 'status':
      return (await printStatus()) ? 0 : 1;
    default:
      throw new ToolError('USAGE', `There is no command ${command}.\n\n${help}`);
  }
});

function modeIn(values: Partial<Record<Mode, boolean>>): Mode | undefined {
  const demanded = (['external', 'docker', 'native'] as const).filter((mode) => values[mode]);
  if (demanded.length > 1) throw new ToolError('USAGE', 'Give one mode at most.');
  return demanded[0];
}
