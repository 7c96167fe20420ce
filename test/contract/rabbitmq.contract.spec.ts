import { describeContract } from './contract-suite.js';
import { rabbitMqBroker } from './rabbitmq.harness.js';

describeContract(rabbitMqBroker);
