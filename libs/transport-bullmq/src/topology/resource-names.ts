/** The queue that keeps the dead letters of `queue`. */
export function deadLetterQueueName(queue: string): string {
  return `${queue}.dlq`;
}

/** What stands before BullMQ's keys; BullMQ's own default where there is no resource prefix. */
export function keyPrefix(resourcePrefix: string): string {
  return `${resourcePrefix}bull`;
}
