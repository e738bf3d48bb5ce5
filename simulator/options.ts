import type { Clock } from './clock';
import { realClock } from './clock';
import { compareVersions } from './versions';

/** The kinds of device that WeChat reports as `platform`. Error texts and a few results differ between them. */
export type Platform = 'ios' | 'android' | 'ohos' | 'windows' | 'mac' | 'devtools';

/** Deviations seen on some phones; all off by default unless noted. */
export interface Quirks {
  /** Upload progress comes as one event, straight at 100 percent (some Android builds). */
  singleProgressEvent?: boolean;
  /** `uploadFile` succeeds without the undocumented `header` and `cookies` (as WeChat documents it). */
  noUploadResponseHeader?: boolean;
  /** The `onHeadersReceived` listeners of upload and download tasks never fire. */
  noHeadersReceived?: boolean;
  /** Spelling of response header names. Default `'as-sent'`. HTTP/2 and HTTP/3 stacks give lower case. */
  headerCase?: 'lower' | 'upper' | 'as-sent';
  /** Whether the 11th `wx.request` waits for a free slot (`true`, the default) or fails with 600007 (`false`). */
  requestQueuesPastLimit?: boolean;
  /** Failures of network calls carry no `errno`, whatever the base library. */
  noErrno?: boolean;
  /** Ranged `readFile` of a file above 100 MB fails with 1300202 as a whole read does. */
  rangedReadLimited?: boolean;
  /** Downloading an empty body fails with 603302. */
  emptyDownloadFails?: boolean;
  /** Largest ArrayBuffer `wx.request` takes as `data`, in bytes; above it the call fails with 602300. Default: no limit. */
  maxBufferBytes?: number;
  /** Number of file descriptors that may be open at once. Default 100. */
  fdLimit?: number;
  /** Upper bound of every `timeout`, in ms. Default 60000: larger values are ignored. */
  timeoutCapMs?: number;
  /** Space for user data and saved files together, in bytes. Default 200 MB. */
  userSpaceBytes?: number;
}

/** Options of {@link createWx}. */
export interface SimulatorOptions {
  /**
   * Folder of this phone's disk: temporary files, user data, saved files and storage live below it, and a later `createWx` on it
   * is the same phone after a restart of the app. Temporary files do not survive that.
   */
  root: string;
  /** Every http(s) request is sent there in plain HTTP, the `Host` header kept as in the URL. Without it requests go to the URL. */
  emulator?: { port: number; host?: string };
  /** Version of the base library, `'2.10.0'` or newer. Default `'3.8.0'`. */
  baseLibrary?: string;
  /** Kind of device. Default `'android'`. */
  platform?: Platform;
  /** Run as a WeChat plugin: the APIs that plugins may not call are missing. Default `false`. */
  plugin?: boolean;
  /** Legal domains per API, such as `https://bucket-125.cos.ap-guangzhou.myqcloud.com`. A list that is absent is not checked. */
  domains?: { request?: string[]; uploadFile?: string[]; downloadFile?: string[] };
  /** Deviations of particular phones. */
  quirks?: Quirks;
  /** Round trip time added to each request, in ms. Default 0. */
  latencyMs?: number;
  /** Source of time for timeouts, the background rule, latency and the realm's timers. Default: the real one. */
  clock?: Clock;
  /** Constructor of the ArrayBuffers handed out, for callers that live in their own `vm` context. Default: this context's. */
  ArrayBuffer?: ArrayBufferConstructor;
  /** Called with what a callback of the mini program threw. Default: thrown again from a timer, as WeChat's `onError` would see it. */
  onUnhandled?: (error: unknown) => void;
}

/** The options with every default applied. */
export interface ResolvedOptions extends SimulatorOptions {
  baseLibrary: string;
  platform: Platform;
  plugin: boolean;
  latencyMs: number;
  clock: Clock;
  quirks: Quirks & {
    headerCase: 'lower' | 'upper' | 'as-sent';
    fdLimit: number;
    timeoutCapMs: number;
    userSpaceBytes: number;
  };
}

const OLDEST_BASE_LIBRARY = '2.10.0';
const MEGABYTE = 1024 * 1024;

export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
  const baseLibrary = options.baseLibrary ?? '3.8.0';
  if (compareVersions(baseLibrary, OLDEST_BASE_LIBRARY) < 0) {
    throw new RangeError(`baseLibrary must be ${OLDEST_BASE_LIBRARY} or newer, got ${baseLibrary}`);
  }
  return {
    ...options,
    baseLibrary,
    platform: options.platform ?? 'android',
    plugin: options.plugin ?? false,
    latencyMs: options.latencyMs ?? 0,
    clock: options.clock ?? realClock,
    quirks: {
      headerCase: 'as-sent',
      requestQueuesPastLimit: true,
      fdLimit: 100,
      timeoutCapMs: 60000,
      userSpaceBytes: 200 * MEGABYTE,
      ...options.quirks,
    },
  };
}
