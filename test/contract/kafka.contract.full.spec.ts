import { describeLongContract } from './contract-suite.js';
import { kafkaBroker } from './kafka.harness.js';

describeLongContract(kafkaBroker);
