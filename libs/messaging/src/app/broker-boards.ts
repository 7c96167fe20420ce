import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';

/** Answers what is asked below the path that the board was opened at. */
export type BoardHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * A broker's own page on what is in its queues, for an app that guards it. Loaded when it is opened,
 * so that an app which doesn't pays nothing.
 */
export interface BrokerBoard {
  readonly broker: string;
  /**
   * @param basePath `/queues`
   * @param mayChange whether jobs can be retried, removed and so on; otherwise they are shown only
   */
  open(basePath: string, mayChange: boolean): Promise<BoardHandler>;
}

/** Where transports announce their boards. */
@Injectable()
export class BrokerBoards {
  private readonly boards = new Map<string, BrokerBoard>();

  add(board: BrokerBoard): void {
    this.boards.set(board.broker, board);
  }

  /** Undefined where the app doesn't use that broker, or the broker has none. */
  of(broker: string): BrokerBoard | undefined {
    return this.boards.get(broker);
  }
}
