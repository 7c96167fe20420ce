import { Injectable } from '@nestjs/common';
import { BrokerBoards, type BoardHandler, type BrokerBoard } from '@app/messaging';
import { BULLMQ } from './broker.js';
import { Queues } from './topology/queues.js';
import { withoutForeignLinks } from './without-foreign-links.js';

/** bull-board on the queues of the topology, dead-letter queues included. */
@Injectable()
export class BullMqBoard implements BrokerBoard {
  readonly broker = BULLMQ;

  constructor(
    private readonly queues: Queues,
    boards: BrokerBoards,
  ) {
    boards.add(this);
  }

  async open(basePath: string, mayChange: boolean): Promise<BoardHandler> {
    const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
    ]);
    const serverAdapter = new ExpressAdapter();
    serverAdapter.setBasePath(basePath);
    createBullBoard({
      queues: [...this.queues.all()].map(
        (queue) => new BullMQAdapter(queue, { readOnlyMode: !mayChange }),
      ),
      serverAdapter,
      options: { uiConfig: { boardTitle: 'Tasks', hideRedisDetails: true } },
    });
    return withoutForeignLinks(serverAdapter.getRouter()) as BoardHandler;
  }
}
