import { runApp } from '@app/composition';
import { kafkaConsumer } from './kafka-consumer.app.js';

await runApp(kafkaConsumer);
