import { describeContract } from './contract-suite.js';
import { inMemoryBroker } from './in-memory.harness.js';

for (const kind of ['stream', 'queue'] as const) describeContract(inMemoryBroker(kind));
