import { systemClock } from '../base/clock';
import type { Host } from '../host/host';
import { wxAppEvents } from './app-events';
import { WxFiles } from './files';
import { wxStorage } from './key-value-store';
import { WxTransport } from './transport';

/** Everything of the mini program platform that the SDK uses. Touches `wx` only when called. */
export function createWxHost(): Host {
  return {
    transport: new WxTransport(),
    files: new WxFiles(),
    storage: wxStorage,
    events: wxAppEvents,
    clock: systemClock,
  };
}
