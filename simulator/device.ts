import type { AppState } from './app-events';
import type { Callbacks } from './callbacks';
import type { Clock } from './clock';
import type { Disk } from './file-system/disk';
import type { Descriptors } from './file-system/descriptor-table';
import type { Meter } from './meter';
import type { Connections } from './network/connections';
import type { NetworkState } from './network/network-state';
import type { Slots } from './network/slots';
import type { RequestRecord, TransferApi } from './network/types';
import type { ResolvedOptions } from './options';
import type { PickQueue } from './pickers';
import type { RealmTimers } from './realm-timers';
import type { RealmTypes } from './realm-types';
import type { StorageArea } from './storage-area';

/** The state of one phone that runs one mini program; every API family works on it. */
export interface Device {
  readonly options: ResolvedOptions;
  readonly clock: Clock;
  readonly callbacks: Callbacks;
  readonly meter: Meter;
  readonly app: AppState;
  readonly network: NetworkState;
  readonly connections: Connections;
  readonly slots: Record<TransferApi, Slots>;
  /** Running transfers, so that the background rule and network changes can end them. */
  readonly transfers: Map<AbortController, Promise<void>>;
  /** Every network call so far, in order of start. */
  readonly requests: RequestRecord[];
  readonly disk: Disk;
  readonly descriptors: Descriptors;
  readonly storage: StorageArea;
  readonly picks: PickQueue;
  readonly realmTimers: RealmTimers;
  /** The world that values for the mini program are made in; replaced when a realm is created. */
  realm: RealmTypes;
}
