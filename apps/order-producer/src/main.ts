import { runApp } from '@app/composition';
import { orderProducer } from './order-producer.app.js';

await runApp(orderProducer);
