import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from './roles.js';

/** Injects who asks. Needs `BearerGuard`. */
export const Acting = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor =>
    context.switchToHttp().getRequest<{ actor: Actor }>().actor,
);
