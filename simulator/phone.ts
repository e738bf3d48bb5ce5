import type { Device } from './device';
import type { Failure } from './errors';
import { abortFailure, interruptedFailure, networkChangeFailure } from './network/network-failures';
import type { NetworkType } from './network/network-state';
import type { RequestRecord } from './network/types';
import type { PhoneStats } from './phone-stats';
import { createStats } from './phone-stats';
import type { PickedFile } from './pickers';

// WeChat lets network calls go on for this long after the mini program went to the background.
const BACKGROUND_GRACE_MS = 5000;

/** The user's hands on a phone, and a look inside it. */
export interface Phone {
  /** The user leaves: `onAppHide`, and network calls fail as 600003, running ones after 5 s. */
  enterBackground(): void;
  /** The user comes back: `onAppShow`. */
  enterForeground(): void;
  /** The connection goes: running tasks fail as with a network change, new ones fail at once. */
  goOffline(): void;
  /** The connection comes back. Default type: `'wifi'`. */
  goOnline(type?: NetworkType): void;
  /** The phone moves to another network, which ends every running task. */
  switchNetwork(type: NetworkType): void;
  /** The signal gets weak or good: `onNetworkWeakChange`. */
  setWeakNetwork(isWeak: boolean): void;
  /** Real files for the next picker that opens; calls queue up. */
  nextPick(files: (string | PickedFile)[]): void;
  /** The user closes the next picker. */
  userCancelsNextPick(): void;
  /** `onMemoryWarning`, with Android's level: 5 moderate, 10 low (default), 15 critical. */
  warnMemory(level?: 5 | 10 | 15): void;
  /** While failing, every storage call fails, the synchronous ones by throwing. */
  failStorage(isFailing: boolean): void;
  /** Where a file of the mini program really lies, so that a test can damage it. */
  realPath(path: string): string;
  readonly stats: PhoneStats;
  /** Every network call so far, in order of start. */
  readonly requests: readonly RequestRecord[];
  /** Kills the app: no callback is called any more, sockets, descriptors and timers are closed. */
  dispose(): Promise<void>;
}

export function createPhone(device: Device): Phone {
  return {
    ...appControls(device),
    ...networkControls(device),
    ...fileControls(device),
    stats: createStats(device),
    requests: device.requests,
  };
}

function appControls(device: Device) {
  const { app, callbacks, clock, options } = device;
  let graceTimer: unknown;
  return {
    enterBackground: (): void => {
      if (app.isInBackground) return;
      app.isInBackground = true;
      graceTimer = clock.setTimeout(() => endTransfers(device, interruptedFailure(options)), BACKGROUND_GRACE_MS);
      app.hide.emit({});
    },
    enterForeground: (): void => {
      if (!app.isInBackground) return;
      app.isInBackground = false;
      clock.clearTimeout(graceTimer);
      app.show.emit({ path: 'pages/index/index', query: {}, scene: 1089 });
    },
    warnMemory: (level: 5 | 10 | 15 = 10): void =>
      app.memoryWarning.emit(options.platform === 'android' ? { level } : {}),
    dispose: async (): Promise<void> => {
      clock.clearTimeout(graceTimer);
      callbacks.close();
      const ending = Promise.all(device.transfers.values());
      endTransfers(device, abortFailure());
      device.realmTimers.clear();
      device.connections.destroy();
      await ending;
      device.descriptors.closeAll();
    },
  };
}

function networkControls(device: Device) {
  const { network } = device;
  const change = (type: NetworkType): void => {
    if (network.type === type) return;
    network.type = type;
    endTransfers(device, networkChangeFailure(device.options));
    network.statusChange.emit({ isConnected: type !== 'none', networkType: type });
  };
  return {
    goOffline: (): void => change('none'),
    goOnline: (type: NetworkType = 'wifi'): void => change(type),
    switchNetwork: change,
    setWeakNetwork: (isWeak: boolean): void => {
      if (network.isWeak === isWeak) return;
      network.isWeak = isWeak;
      network.weakChange.emit({ weakNet: isWeak, networkType: network.type });
    },
  };
}

function fileControls({ disk, picks, storage }: Device) {
  return {
    nextPick: (files: (string | PickedFile)[]): void =>
      picks.add(files.map((file) => (typeof file === 'string' ? { path: file } : file))),
    userCancelsNextPick: (): void => picks.add('cancel'),
    failStorage: (isFailing: boolean): void => {
      storage.isFailing = isFailing;
    },
    realPath: (path: string): string => disk.locate(path, 'path').real,
  };
}

function endTransfers({ transfers }: Device, failure: Failure): void {
  for (const controller of [...transfers.keys()]) controller.abort(failure);
}
