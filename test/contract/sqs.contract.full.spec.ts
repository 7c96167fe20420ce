import { describeContract, describeLongContract } from './contract-suite.js';
import { sqsBroker } from './sqs.harness.js';

for (const kind of ['fifo', 'standard'] as const) {
  describeContract(sqsBroker(kind));
  describeLongContract(sqsBroker(kind));
}
