import type { ContractChannel } from './broker-harness.js';
import type { ContractContext } from './contract-context.js';
import type { RunningApp } from './running-app.js';

/** One channel and one app for the behaviours that don't disturb each other. */
export class SharedChannel {
  private opened: { channel: ContractChannel; app: RunningApp } | undefined;

  async open(context: ContractContext): Promise<void> {
    const channel = await context.openChannel();
    this.opened = { channel, app: await context.startApp(channel) };
  }

  get channel(): ContractChannel {
    return this.get().channel;
  }

  get app(): RunningApp {
    return this.get().app;
  }

  private get() {
    if (!this.opened) throw new Error('The shared channel is opened before the first test.');
    return this.opened;
  }
}
