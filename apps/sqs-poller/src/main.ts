import { runApp } from '@app/composition';
import { sqsPoller } from './sqs-poller.app.js';

await runApp(sqsPoller);
