import { Controller, Get, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { EventCatalogue } from '@app/events';
import { Problem } from './problem.js';

/** Serves the payload schemas that `dataschema` names: `urn:event-schema:<type>`. */
@Controller('schemas')
export class SchemasController {
  constructor(private readonly catalogue: EventCatalogue) {}

  /** The JSON Schema of a payload, by event type: `/schemas/order.placed.v1`. */
  @Get(':type')
  @Header('content-type', 'application/schema+json')
  show(@Param('type') type: string): string {
    const definition = this.catalogue.get(type);
    if (!definition) throw new Problem(404, 'UNKNOWN_EVENT', `There is no event ${type}.`);
    return JSON.stringify(z.toJSONSchema(definition.schema));
  }
}
