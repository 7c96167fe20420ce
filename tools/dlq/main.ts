import { runMain } from '../shared/run-main.js';
import { runDlq } from './run-dlq.js';
import { processTerminal } from './screen/process-terminal.js';

await runMain((args) => runDlq(args, processTerminal(), process.env));
