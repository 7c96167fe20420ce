import { runApp } from '@app/composition';
import { rabbitmqWorker } from './rabbitmq-worker.app.js';

await runApp(rabbitmqWorker);
