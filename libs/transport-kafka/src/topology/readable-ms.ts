/** The broker looks every 5 minutes, and deletes a minute later (`log.retention.check.interval.ms`). */
const DELETION_LAG_MS = 10 * 60_000;

/**
 * For how long a record can be read again. Kafka deletes whole segments, and a segment once its
 * *last* record is older than the retention, so its first one outlives that by `segment.ms`.
 * @returns Infinity for what is kept for ever (`retention.ms` of -1)
 */
export function readableMs(topic: { retentionMs: number; segmentMs: number }): number {
  if (topic.retentionMs < 0) return Infinity;
  return topic.retentionMs + topic.segmentMs + DELETION_LAG_MS;
}
