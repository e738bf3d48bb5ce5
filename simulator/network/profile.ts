import type { Device } from '../device';
import type { Feature } from '../versions';
import { hasFeature } from '../versions';
import type { RequestProfile, TransferApi } from './types';

/** Measures one call; `finish` gives the `profile` of the result where this phone has one. */
export function startProfile(device: Device, api: TransferApi) {
  const { clock } = device;
  const fetchStart = clock.now();
  let responseStart = fetchStart;
  return {
    answered(): void {
      responseStart = clock.now();
    },
    finish(sizes: { socketReused: boolean; sentBytes: number; receivedBytes: number }): { profile?: RequestProfile } {
      if (!hasProfile(device, `${api}.profile`)) return {};
      return {
        profile: {
          fetchStart,
          responseStart,
          responseEnd: clock.now(),
          socketReused: sizes.socketReused,
          sendBytesCount: sizes.sentBytes,
          receivedBytedCount: sizes.receivedBytes,
          protocol: 'http1.1',
        },
      };
    },
  };
}

function hasProfile({ options }: Device, feature: Feature): boolean {
  return (options.platform === 'ios' || options.platform === 'android') && hasFeature(feature, options);
}
