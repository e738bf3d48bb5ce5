import { asyncApi, runNow } from './async-api';
import type { Device } from './device';
import type { ResolvedOptions } from './options';
import { hasFeature, isAvailable, isKnownApi, isKnownFeature } from './versions';

const SYSTEMS: Record<string, { brand: string; model: string; system: string }> = {
  ios: { brand: 'iPhone', model: 'iPhone 15', system: 'iOS 17.0' },
  android: { brand: 'Google', model: 'Pixel 8', system: 'Android 14' },
  ohos: { brand: 'HUAWEI', model: 'Mate 60', system: 'OpenHarmony 4.0' },
  windows: { brand: 'microsoft', model: 'microsoft', system: 'Windows 11 x64' },
  mac: { brand: 'apple', model: 'Mac14,2', system: 'macOS 14.0' },
  devtools: { brand: 'devtools', model: 'iPhone 12/13 (Pro)', system: 'iOS 10.0.1' },
};

export interface AppBaseInfo {
  SDKVersion: string;
  version: string;
  language: string;
  enableDebug: boolean;
  host: { env: string; appId: string };
}

export interface DeviceInfo {
  platform: string;
  brand: string;
  model: string;
  system: string;
  benchmarkLevel: number;
}

/** Who and what this phone is, and `canIUse`. */
export function systemInfoApis(device: Device) {
  const { options } = device;
  const everything = () => ({
    ...appBaseInfo(options),
    ...deviceInfo(options),
    pixelRatio: 3,
    screenWidth: 390,
    screenHeight: 844,
  });
  return {
    getAppBaseInfo: () => runNow(device, 'getAppBaseInfo', () => appBaseInfo(options)),
    getDeviceInfo: () => runNow(device, 'getDeviceInfo', () => deviceInfo(options)),
    getSystemInfoSync: () => runNow(device, 'getSystemInfoSync', everything),
    getSystemInfo: asyncApi<object, ReturnType<typeof everything>>(device, 'getSystemInfo', everything),
    getSystemInfoAsync: asyncApi<object, ReturnType<typeof everything>>(device, 'getSystemInfoAsync', everything),
    canIUse: (schema: string): boolean => canIUse(schema, options),
  };
}

function appBaseInfo({ baseLibrary }: ResolvedOptions): AppBaseInfo {
  const host = { env: 'WeChat', appId: '' };
  return { SDKVersion: baseLibrary, version: '8.0.50', language: 'zh_CN', enableDebug: false, host };
}

function deviceInfo({ platform }: ResolvedOptions): DeviceInfo {
  return { platform, benchmarkLevel: 40, ...(SYSTEMS[platform] ?? { brand: '', model: '', system: '' }) };
}

/** `api`, `Object.method` or `api.object.parameter`; a parameter without a version of its own came with its API. */
function canIUse(schema: string, options: ResolvedOptions): boolean {
  const parts = schema.split('.');
  const method = parts.slice(0, 2).join('.');
  if (isKnownApi(method) && parts.length === 2) return isAvailable(method, options);
  const [api = '', , parameter = ''] = parts;
  if (!isKnownApi(api) || !isAvailable(api, options)) return false;
  const feature = `${api}.${parameter}`;
  return !isKnownFeature(feature) || hasFeature(feature, options);
}
