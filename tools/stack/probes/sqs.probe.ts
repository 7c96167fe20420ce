/**
 * Asks for the queues, unsigned, by the protocol of SQS (AWS JSON 1.0, ListQueues). Anything that
 * speaks it answers: ElasticMQ with a list, AWS by asking who we are.
 */
export async function probeSqs(address: string, timeoutMs: number): Promise<undefined> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ListQueues',
    },
    body: '{"MaxResults":1}',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  if (answer.ok || /"__type"\s*:/.test(text)) return;
  throw new Error(`the server answers ${answer.status} and does not speak SQS`);
}
