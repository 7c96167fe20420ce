import type { Kysely, Migration } from 'kysely';

export interface ContractsTables {
  /** The kinds of card that our contract with the fake provider covers beyond the usual ones. */
  provider_contracts: { method: string };
}

export const createProviderContracts: Migration = {
  async up(db: Kysely<ContractsTables>) {
    await db.schema
      .createTable('provider_contracts')
      .addColumn('method', 'text', (column) => column.primaryKey())
      .execute();
  },
};
