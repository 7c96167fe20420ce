import { runApp } from '@app/composition';
import { deadLetterAdmin } from './dead-letter-admin.app.js';

await runApp(deadLetterAdmin);
