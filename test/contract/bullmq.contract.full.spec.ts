import { bullMqBroker } from './bullmq.harness.js';
import { describeContract } from './contract-suite.js';

describeContract(bullMqBroker);
