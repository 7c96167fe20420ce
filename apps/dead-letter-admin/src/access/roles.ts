import { SetMetadata } from '@nestjs/common';

/** A viewer may look, also at what a dry run shows; an operator may also replay and discard. */
export type Role = 'viewer' | 'operator';

export const NEEDED_ROLE = Symbol('NEEDED_ROLE');

/** Only for operators. Without it a viewer will do. */
export const ForOperators = () => SetMetadata(NEEDED_ROLE, 'operator' satisfies Role);

/** Who asks, as the audit names them: their role, and the name that they give. */
export interface Actor {
  readonly role: Role;
  readonly name: string | undefined;
}
