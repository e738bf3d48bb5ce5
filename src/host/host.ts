import type { Clock } from '../base/clock';
import type { AppEvents } from './app-events';
import type { Files } from './files';
import type { KeyValueStore } from './key-value-store';
import type { Transport } from './transport';

/** Everything the SDK needs of the platform it runs on. `new COS({ Host })` accepts another one, whole or in parts. */
export interface Host {
  transport: Transport;
  files: Files;
  storage: KeyValueStore;
  events: AppEvents;
  clock: Clock;
}
