import { describeContract } from './contract-suite.js';
import { kafkaBroker } from './kafka.harness.js';

describeContract(kafkaBroker);
