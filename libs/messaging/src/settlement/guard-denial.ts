import { ForbiddenException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';

/** What Nest throws in an RPC context when a guard returns false. */
const DENIAL = 'Forbidden resource';

/** A guard said no. It will say no again, so the message isn't retried. */
export function isGuardDenial(error: Error): boolean {
  if (error instanceof ForbiddenException) return true;
  return error instanceof RpcException && error.message === DENIAL;
}
