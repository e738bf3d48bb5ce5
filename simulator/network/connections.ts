import * as http from 'node:http';
import * as https from 'node:https';
import type { SimulatorOptions } from '../options';
import type { Header } from './types';

// Idle sockets are dropped well before a Node server closes them after 5 s: reusing one at that moment would look like a reset.
const IDLE_SOCKET_MS = 2000;

/** The phone's pool of kept-alive connections. */
export class Connections {
  private readonly agents = {
    http: new http.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS }),
    https: new https.Agent({ keepAlive: true, timeout: IDLE_SOCKET_MS }),
  };

  constructor(private readonly emulator: SimulatorOptions['emulator']) {}

  /** Opens a request to the URL, or to the emulator in its place; the Host header names the URL's host either way. */
  open(url: URL, method: string, headers: Header): http.ClientRequest {
    const common = { method, path: url.pathname + url.search, headers: { Host: url.host, ...headers }, setHost: false };
    if (this.emulator) {
      const { host = '127.0.0.1', port } = this.emulator;
      return http.request({ ...common, host, port, agent: this.agents.http });
    }
    const target = { ...common, host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port };
    if (url.protocol === 'http:') return http.request({ ...target, agent: this.agents.http });
    return https.request({ ...target, agent: this.agents.https });
  }

  destroy(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }
}
