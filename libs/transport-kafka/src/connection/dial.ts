import { connect } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Where to connect for an address that a broker advertises: a client learns the brokers' addresses
 * from the brokers, so a tunnel or a test's proxy has to be named here.
 */
export type Dial = (advertised: Address) => Address;

const KEEP_ALIVE_DELAY_MS = 60_000;

export function socketFactory(dial: Dial): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const socket = connect(dial({ host, port }), onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    return socket;
  };
}
