import { asyncApi } from '../async-api';
import type { Device } from '../device';
import { hasFeature } from '../versions';
import type { NetworkType } from './network-state';

export interface NetworkTypeResult {
  networkType: NetworkType;
  hasSystemProxy?: boolean;
  weakNet?: boolean;
}

/** `getNetworkType` and the network events. */
export function networkStatusApis(device: Device) {
  const { network } = device;
  return {
    getNetworkType: asyncApi<object, NetworkTypeResult>(device, 'getNetworkType', () => ({
      networkType: network.type,
      ...(hasFeature('getNetworkType.hasSystemProxy', device.options) && { hasSystemProxy: false }),
      ...(hasFeature('getNetworkType.weakNet', device.options) && { weakNet: network.isWeak }),
    })),
    onNetworkStatusChange: network.statusChange.on,
    offNetworkStatusChange: network.statusChange.off,
    onNetworkWeakChange: network.weakChange.on,
    offNetworkWeakChange: network.weakChange.off,
  };
}
