import { runMain } from '../shared/run-main.js';
import { help } from './help.js';
import { readOptions } from './options.js';
import { runDemo } from './run-demo.js';

await runMain(async (args) => {
  const options = readOptions(args);
  if (!options.help) return runDemo(options);
  console.log(help);
  return 0;
});
