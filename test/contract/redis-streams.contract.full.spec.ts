import { describeContract } from './contract-suite.js';
import { redisStreamsBroker } from './redis-streams.harness.js';

describeContract(redisStreamsBroker);
