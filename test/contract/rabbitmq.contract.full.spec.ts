import { describeLongContract } from './contract-suite.js';
import { rabbitMqBroker } from './rabbitmq.harness.js';

describeLongContract(rabbitMqBroker);
