import { randomBytes } from 'node:crypto';

/** Who may ask the ledger: the token of our environment, or one for this run alone. */
export function adminToken(): string {
  return process.env['ADMIN_TOKEN'] || randomBytes(24).toString('hex');
}
