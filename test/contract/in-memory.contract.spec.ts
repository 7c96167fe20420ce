import { describeContract } from './contract-suite.js';
import { inMemoryFeatures, inMemoryHarness } from './in-memory.harness.js';

for (const kind of ['stream', 'queue'] as const) {
  describeContract({
    name: `a ${kind} in memory`,
    features: inMemoryFeatures(kind),
    start: async () => inMemoryHarness(kind),
  });
}
