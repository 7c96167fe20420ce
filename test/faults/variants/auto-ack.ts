import { replaceMethod } from '../failpoints/watch.js';

/** `noAck: true`: the broker forgets a message as soon as it was sent to us. */
export async function installAutoAck(): Promise<void> {
  const place = {
    module: 'libs/messaging/src/pipeline/delivery-pipeline.js',
    className: 'DeliveryPipeline',
    method: 'process',
  };
  await replaceMethod(place, (process) => {
    return function (...args) {
      // The pipeline never rejects, and has logged what went wrong.
      void process.apply(this, args);
      return Promise.resolve({ kind: 'ack' });
    };
  });
}
