import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
import type { AdminTables } from '../migrations/admin-tables.js';
import type { Filter } from './filter.js';

type Where = ExpressionWrapper<AdminTables, 'dead_letters', SqlBool>;

/** A filter as a condition. Each part alone is answered from an index. */
export function where(
  filter: Filter,
): (eb: ExpressionBuilder<AdminTables, 'dead_letters'>) => Where {
  const { status, broker, source, consumer, type, reason, key, correlationId } = filter;
  const { fingerprint, from, to, q } = filter;
  return (eb) =>
    eb.and([
      ...(status === undefined ? [] : [eb('status', '=', status)]),
      ...(broker === undefined ? [] : [eb('broker', '=', broker)]),
      ...(source === undefined ? [] : [eb('source', '=', source)]),
      ...(consumer === undefined ? [] : [eb('consumer', '=', consumer)]),
      ...(type === undefined ? [] : [eb('type', '=', type)]),
      ...(reason === undefined ? [] : [eb('reason', '=', reason)]),
      ...(key === undefined ? [] : [eb('key', '=', key)]),
      ...(correlationId === undefined ? [] : [eb('correlation_id', '=', correlationId)]),
      ...(fingerprint === undefined ? [] : [eb('fingerprint', '=', fingerprint)]),
      ...(from === undefined ? [] : [eb('last_failed_at', '>=', new Date(from))]),
      ...(to === undefined ? [] : [eb('last_failed_at', '<', new Date(to))]),
      ...(q === undefined
        ? []
        : [
            sql<SqlBool>`to_tsvector('simple', search_text) @@ websearch_to_tsquery('simple', ${q})`,
          ]),
    ]);
}
