import { describeContract } from './contract-suite.js';
import { kafkaFeatures, kafkaHarness } from './kafka.harness.js';

describeContract({ name: 'kafka', features: kafkaFeatures, start: kafkaHarness });
