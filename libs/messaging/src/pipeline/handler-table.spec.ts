import { describe, expect, it } from '@jest/globals';
import { defineEvent, EventCatalogue } from '@app/events';
import { z } from 'zod';
import { ConfigurationError } from '../errors/configuration.error.js';
import { HandlerTable, type Handler } from './handler-table.js';

const schema = z.object({ id: z.string() });
const subject = (data: { id: string }) => data.id;
const v1 = defineEvent({ name: 'customer.notified', version: 1, schema, subject });
const v2 = defineEvent({
  name: 'customer.notified',
  version: 2,
  schema,
  subject,
  previous: { definition: v1, upcast: (data) => data },
});
const catalogue = new EventCatalogue([v2]);
const handler = (): Handler => () => undefined;

describe('HandlerTable', () => {
  it('refuses a second handler of a type, saying how to have two', () => {
    const table = new HandlerTable();
    table.add(v2.type, handler());

    expect(() => table.add(v2.type, handler())).toThrow(ConfigurationError);
    expect(() => table.add(v2.type, handler())).toThrow(/customer\.notified\.v2.*channel/s);
  });

  it('refuses a second handler of a type for one channel', () => {
    const table = new HandlerTable();
    table.add(v2.type, handler(), 'audit');

    expect(() => table.add(v2.type, handler(), 'audit')).toThrow(ConfigurationError);
  });

  it('prefers the handler that is bound to the channel', () => {
    const table = new HandlerTable();
    const [general, audit] = [handler(), handler()];
    table.add(v2.type, general);
    table.add(v2.type, audit, 'audit');

    expect(table.lookup('audit', catalogue).routes.get(v2.type)?.handler).toBe(audit);
    expect(table.lookup('notifications', catalogue).routes.get(v2.type)?.handler).toBe(general);
  });

  it('shows a bound handler to no other channel', () => {
    const table = new HandlerTable();
    table.add(v2.type, handler(), 'audit');

    const lookup = table.lookup('notifications', catalogue);

    expect(lookup.routes.size).toBe(0);
    expect(lookup.handledNames.size).toBe(0);
  });

  it('routes older versions to the handler of the newest', () => {
    const table = new HandlerTable();
    const newest = handler();
    table.add(v2.type, newest);

    const { routes } = table.lookup('audit', catalogue);

    expect(routes.get(v1.type)).toMatchObject({
      handler: newest,
      handledType: v2.type,
      received: v1,
    });
  });

  it('fails at boot on a type that the catalogue does not know', () => {
    const table = new HandlerTable();
    table.add('customer.notifed.v2', handler());

    expect(() => table.lookup('audit', catalogue)).toThrow(ConfigurationError);
    expect(() => table.lookup('audit', catalogue)).toThrow(/customer\.notifed\.v2/);
  });
});
