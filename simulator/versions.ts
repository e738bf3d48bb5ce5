/** Since which base library an API exists, and since which one plugins may call it (`false`: never). */
interface Availability {
  since: string;
  plugin: string | false;
}

const ALWAYS: Availability = { since: '1.0.0', plugin: '1.9.6' };
const FILES: Availability = { since: '1.9.9', plugin: '2.19.2' };
const DESCRIPTORS: Availability = { since: '2.16.1', plugin: '2.19.2' };
const NOT_IN_PLUGINS: Availability = { since: '1.9.9', plugin: false };
const TASKS: Availability = { since: '2.1.0', plugin: '2.1.0' };

const filesBothWays = [
  'access',
  'appendFile',
  'copyFile',
  'mkdir',
  'readFile',
  'readdir',
  'rename',
  'rmdir',
  'stat',
  'unlink',
  'writeFile',
];
const descriptorsBothWays = ['open', 'close', 'read', 'write', 'fstat', 'ftruncate', 'truncate'];

/** Every API the simulator offers. Sources: WeChat's API pages and `miniprogram-api-typings`. */
const API_VERSIONS: Record<string, Availability> = {
  env: ALWAYS,
  request: ALWAYS,
  uploadFile: ALWAYS,
  downloadFile: ALWAYS,
  getFileSystemManager: FILES,
  getFileInfo: { since: '1.4.0', plugin: false },
  setStorage: ALWAYS,
  setStorageSync: ALWAYS,
  getStorage: ALWAYS,
  getStorageSync: ALWAYS,
  removeStorage: ALWAYS,
  removeStorageSync: ALWAYS,
  clearStorage: ALWAYS,
  clearStorageSync: ALWAYS,
  getStorageInfo: NOT_IN_PLUGINS,
  getStorageInfoSync: NOT_IN_PLUGINS,
  batchSetStorage: { since: '2.25.0', plugin: false },
  batchSetStorageSync: { since: '2.25.0', plugin: false },
  getNetworkType: ALWAYS,
  onNetworkStatusChange: ALWAYS,
  offNetworkStatusChange: { since: '2.9.3', plugin: '2.9.3' },
  onNetworkWeakChange: { since: '2.21.0', plugin: false },
  offNetworkWeakChange: { since: '2.21.0', plugin: false },
  onAppShow: { since: '2.1.2', plugin: false },
  offAppShow: { since: '2.1.2', plugin: false },
  onAppHide: { since: '2.1.2', plugin: false },
  offAppHide: { since: '2.1.2', plugin: false },
  onMemoryWarning: { since: '2.0.2', plugin: '2.0.2' },
  offMemoryWarning: { since: '2.9.0', plugin: '2.9.0' },
  getAppBaseInfo: { since: '2.20.1', plugin: '2.21.3' },
  getDeviceInfo: { since: '2.20.1', plugin: '2.21.3' },
  getSystemInfo: ALWAYS,
  getSystemInfoSync: ALWAYS,
  getSystemInfoAsync: { since: '2.14.1', plugin: '2.14.1' },
  canIUse: { since: '1.1.1', plugin: false },
  arrayBufferToBase64: ALWAYS,
  base64ToArrayBuffer: ALWAYS,
  getRandomValues: { since: '2.15.0', plugin: false },
  chooseImage: ALWAYS,
  chooseMedia: { since: '2.10.0', plugin: '2.11.1' },
  chooseMessageFile: { since: '2.5.0', plugin: false },
  ...each('FileSystemManager', [...filesBothWays, ...filesBothWays.map(sync)], FILES),
  ...each('FileSystemManager', [...descriptorsBothWays, ...descriptorsBothWays.map(sync)], DESCRIPTORS),
  ...each(
    'FileSystemManager',
    ['getFileInfo', 'saveFile', 'saveFileSync', 'getSavedFileList', 'removeSavedFile'],
    NOT_IN_PLUGINS,
  ),
  ...each('RequestTask', ['abort', 'onHeadersReceived', 'offHeadersReceived'], TASKS),
  ...each('RequestTask', ['onChunkReceived', 'offChunkReceived'], { since: '2.20.1', plugin: '2.20.1' }),
  ...each(
    'UploadTask',
    ['abort', 'onProgressUpdate', 'offProgressUpdate', 'onHeadersReceived', 'offHeadersReceived'],
    TASKS,
  ),
  ...each(
    'DownloadTask',
    ['abort', 'onProgressUpdate', 'offProgressUpdate', 'onHeadersReceived', 'offHeadersReceived'],
    TASKS,
  ),
};

/** Options and results that came with a base library of their own. */
const FEATURE_VERSIONS = {
  promises: '2.10.2',
  'request.profile': '2.10.4',
  'request.enableChunked': '2.20.2',
  'request.errno': '2.24.0',
  'chooseMedia.twentyFiles': '2.25.0',
  'request.exception': '3.0.0',
  'request.redirect': '3.2.2',
  'request.useHttpDNS': '3.4.10',
  'uploadFile.profile': '3.5.0',
  'downloadFile.profile': '3.5.0',
  'request.highPerformanceMode': '3.5.0',
  'getNetworkType.hasSystemProxy': '2.22.1',
  'getNetworkType.weakNet': '3.5.3',
  'request.failureDetails': '3.8.10',
} as const;

export type Feature = keyof typeof FEATURE_VERSIONS;

export interface Environment {
  baseLibrary: string;
  plugin: boolean;
}

/** Negative, zero or positive, as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isAvailable(api: string, environment: Environment): boolean {
  const availability = API_VERSIONS[api];
  if (!availability) throw new Error(`${api} is missing in the version table`);
  const since = environment.plugin ? availability.plugin : availability.since;
  return since !== false && compareVersions(environment.baseLibrary, since) >= 0;
}

export function isKnownApi(api: string): boolean {
  return Object.hasOwn(API_VERSIONS, api);
}

export function hasFeature(feature: Feature, environment: Environment): boolean {
  return compareVersions(environment.baseLibrary, FEATURE_VERSIONS[feature]) >= 0;
}

export function isKnownFeature(name: string): name is Feature {
  return Object.hasOwn(FEATURE_VERSIONS, name);
}

/** The API object as this base library and environment have it; `scope` is the object's name in the table, empty for `wx` itself. */
export function keepAvailable<T extends object>(scope: string, apis: T, environment: Environment): T {
  const prefix = scope === '' ? '' : `${scope}.`;
  const kept = Object.entries(apis).filter(([name]) => isAvailable(prefix + name, environment));
  // Typed as the full object: what is missing at run time is exactly what a mini program has to test for.
  return Object.fromEntries(kept) as T;
}

function each(scope: string, names: string[], availability: Availability): Record<string, Availability> {
  return Object.fromEntries(names.map((name) => [`${scope}.${name}`, availability]));
}

function sync(name: string): string {
  return `${name}Sync`;
}
