import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { databaseSettings } from './database.settings.js';

const read = (url: string) => readSettings(databaseSettings, { DATABASE_URL: url }).DATABASE_URL;

describe('databaseSettings', () => {
  it.each([
    'postgres://127.0.0.1:5432/postgres',
    'postgresql://ada:p%40ss:word@db.example/orders?sslmode=require',
    'postgres://ada:123456@db',
    'postgres://[::1]:5432/postgres',
    'postgres://[::1]/postgres',
    'postgres://%2Fvar%2Frun%2Fpostgresql/postgres',
    'postgres:///postgres?host=/var/run/postgresql',
    'postgres://ada:secret@/postgres',
  ])('takes %s', (url) => {
    expect(read(url)).toBe(url);
  });

  it.each(['nothing', 'http://127.0.0.1', 'postgres://db:99999/x', 'postgres://a:b@db:x/y'])(
    'names DATABASE_URL where it is %s',
    (url) => {
      expect(() => read(url)).toThrow('DATABASE_URL');
    },
  );
});
