/**
 * A WeChat mini program host in Node: `wx` over real sockets and a real disk.
 *
 * ```ts
 * const wx = createWx({ root: '/tmp/phone', emulator: { port: 9000 } });
 * const phone = phoneOf(wx);
 * phone.nextPick(['/photos/cat.jpg']);
 * wx.chooseImage({ success: ({ tempFilePaths }) => ... });
 * await phone.dispose();
 * ```
 */
export type { Clock } from './clock';
export { createWx, phoneOf } from './create-wx';
export type { FailResult } from './errors';
export type { FileSystemManager } from './file-system/file-system-manager';
export type { NetworkType } from './network/network-state';
export type {
  DownloadProgress,
  DownloadTask,
  HeadersReceived,
  RequestRecord,
  RequestTask,
  UploadProgress,
  UploadTask,
} from './network/types';
export type { Platform, Quirks, SimulatorOptions } from './options';
export type { Phone } from './phone';
export type { PhoneStats } from './phone-stats';
export type { PickedFile } from './pickers';
export type { ConsoleLevel, Realm, RealmOptions } from './realm';
export { createRealm } from './realm';
export type { Wx } from './wx-types';
