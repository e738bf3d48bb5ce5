import type { Callbacks } from '../callbacks';
import { Listeners } from '../listeners';

export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none';

export interface NetworkStatus {
  isConnected: boolean;
  networkType: NetworkType;
}

export interface NetworkWeakness {
  weakNet: boolean;
  networkType: NetworkType;
}

/** The phone's connection and the events about it. */
export class NetworkState {
  readonly statusChange: Listeners<NetworkStatus>;
  readonly weakChange: Listeners<NetworkWeakness>;
  type: NetworkType = 'wifi';
  isWeak = false;

  constructor(callbacks: Callbacks) {
    this.statusChange = new Listeners(callbacks);
    this.weakChange = new Listeners(callbacks);
  }

  get isOffline(): boolean {
    return this.type === 'none';
  }
}
