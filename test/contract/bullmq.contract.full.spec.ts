import { describeContract, describeLongContract } from './contract-suite.js';
import { bullMqBroker } from './bullmq.harness.js';

describeContract(bullMqBroker);
describeLongContract(bullMqBroker);
