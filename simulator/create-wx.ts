import { appEventApis, AppState } from './app-events';
import { asyncApi } from './async-api';
import { binaryApis } from './binary';
import { Callbacks } from './callbacks';
import type { Device } from './device';
import { Descriptors } from './file-system/descriptor-table';
import { Disk } from './file-system/disk';
import type { FileInfo, FileInfoParams } from './file-system/file-info';
import { getFileInfo } from './file-system/file-info';
import { createFileSystemManager } from './file-system/file-system-manager';
import { Meter } from './meter';
import { Connections } from './network/connections';
import { downloadFile } from './network/download-file';
import { networkStatusApis } from './network/network-status';
import { NetworkState } from './network/network-state';
import { request } from './network/request';
import { Slots } from './network/slots';
import type { DownloadFileOptions, RequestOptions, UploadFileOptions } from './network/types';
import { uploadFile } from './network/upload-file';
import type { ResolvedOptions, SimulatorOptions } from './options';
import { resolveOptions } from './options';
import type { Phone } from './phone';
import { createPhone } from './phone';
import { PickQueue, pickerApis } from './pickers';
import { RealmTimers } from './realm-timers';
import { ownRealmTypes } from './realm-types';
import { StorageArea } from './storage-area';
import { storageApis } from './storage';
import { systemInfoApis } from './system-info';
import { keepAvailable } from './versions';
import type { Wx } from './wx-types';

// Keyed by the object itself, so that `wx` holds nothing that a phone's does not.
const devices = new WeakMap<Wx, Device>();
const phones = new WeakMap<Wx, Phone>();

/** The `wx` object of a new phone, or of the same one after a restart of the app when the root is known. */
export function createWx(options: SimulatorOptions): Wx {
  const device = createDevice(resolveOptions(options));
  const wx = keepAvailable('', createApis(device), device.options);
  devices.set(wx, device);
  phones.set(wx, createPhone(device));
  return wx;
}

/** The control handle of the phone behind a `wx`. */
export function phoneOf(wx: Wx): Phone {
  return known(phones.get(wx));
}

export function deviceOf(wx: Wx): Device {
  return known(devices.get(wx));
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('this wx was not made by createWx');
  return value;
}

function createDevice(options: ResolvedOptions): Device {
  const callbacks: Callbacks = new Callbacks(() => device.realm, options.onUnhandled);
  const requestOverflow =
    options.quirks.requestQueuesPastLimit === false ? 'exceed max request connection count 10' : undefined;
  const device: Device = {
    options,
    clock: options.clock,
    callbacks,
    meter: new Meter(),
    app: new AppState(callbacks),
    network: new NetworkState(callbacks),
    connections: new Connections(options.emulator),
    slots: {
      request: new Slots(requestOverflow),
      uploadFile: new Slots('createUploadTask:fail exceed max upload connection count 10'),
      downloadFile: new Slots('exceed max download connection count 10'),
    },
    transfers: new Map(),
    requests: [],
    disk: new Disk(options.root, options.platform),
    descriptors: new Descriptors(options.quirks.fdLimit),
    storage: new StorageArea(options.root),
    picks: new PickQueue(),
    realmTimers: new RealmTimers(options.clock, callbacks),
    realm: ownRealmTypes(options.ArrayBuffer),
  };
  return device;
}

function createApis(device: Device) {
  const fileSystemManager = createFileSystemManager(device);
  return {
    env: { USER_DATA_PATH: device.disk.userDataPath },
    request: (options: RequestOptions) => request(device, options),
    uploadFile: (options: UploadFileOptions) => uploadFile(device, options),
    downloadFile: (options: DownloadFileOptions) => downloadFile(device, options),
    getFileSystemManager: () => fileSystemManager,
    getFileInfo: asyncApi<FileInfoParams, FileInfo>(device, 'getFileInfo', (params) => digestFile(device, params)),
    ...storageApis(device),
    ...networkStatusApis(device),
    ...appEventApis(device.app),
    ...systemInfoApis(device),
    ...binaryApis(device),
    ...pickerApis(device),
  };
}

export type WxApis = ReturnType<typeof createApis>;

function digestFile(device: Device, params: FileInfoParams): FileInfo | Promise<FileInfo> {
  const work = getFileInfo(device, params);
  return work.later ? work.later() : work.now();
}
