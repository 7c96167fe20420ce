import { describeContract, describeLongContract } from './contract-suite.js';
import { redisStreamsBroker } from './redis-streams.harness.js';

describeContract(redisStreamsBroker);
describeLongContract(redisStreamsBroker);
