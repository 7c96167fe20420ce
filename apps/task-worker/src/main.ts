import { runApp } from '@app/composition';
import { taskWorker } from './task-worker.app.js';

await runApp(taskWorker);
