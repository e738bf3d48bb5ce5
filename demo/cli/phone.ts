import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRealm, createWx, phoneOf, type Wx } from '../../simulator';
import type COS from '../../src';
import type { CosOptions, GetAuthorization } from '../../src';
import type { ChosenFile } from './deliver';
import type { Target } from './target';

/** The answer of an STS endpoint, as Tencent Cloud documents it. */
interface StsAnswer {
  credentials: { tmpSecretId: string; tmpSecretKey: string; sessionToken: string };
  startTime: number;
  expiredTime: number;
}

export interface Phone {
  readonly cos: COS;
  /** The user picks these files; the mini program gets new temporary paths. */
  pick(paths: string[]): Promise<ChosenFile[]>;
  /** The content of a file of the mini program. */
  readonly read: (path: string) => Buffer;
  close(): Promise<void>;
}

/** A phone with the built bundle loaded, as WeChat would load it. */
export function startPhone(root: string, target: Target): Phone {
  const wx = createWx({ root, ...(target.emulator ? { emulator: target.emulator } : {}) });
  const bundle = join(process.cwd(), 'miniprogram_dist', 'index.js');
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build" in the project folder`);
  // The bundle exports the class itself, typed as in its sources.
  const Client = createRealm(wx).require(bundle) as typeof COS;
  const cos = new Client(clientOptions(wx, target));
  return {
    cos,
    pick: (paths) => pick(wx, paths),
    read: (path) => readFileSync(phoneOf(wx).realPath(path)),
    close: () => phoneOf(wx).dispose(),
  };
}

function clientOptions(wx: Wx, { credentials }: Target): CosOptions {
  const options: CosOptions = { ProgressInterval: 50 };
  if (typeof credentials.stsUrl !== 'string') return { ...options, ...credentials };
  return { ...options, getAuthorization: askSts(wx, credentials.stsUrl) };
}

/** The recommended way: the app asks its own server for temporary keys. */
const askSts =
  (wx: Wx, url: string): GetAuthorization =>
  (_options, callback) => {
    wx.request({
      url,
      method: 'POST',
      data: {},
      success: ({ data }: { data: unknown }) => {
        const { credentials, startTime, expiredTime } = data as StsAnswer;
        callback({
          TmpSecretId: credentials.tmpSecretId,
          TmpSecretKey: credentials.tmpSecretKey,
          SecurityToken: credentials.sessionToken,
          StartTime: startTime,
          ExpiredTime: expiredTime,
        });
      },
      fail: ({ errMsg }: { errMsg: string }) => callback(errMsg),
    });
  };

function pick(wx: Wx, paths: string[]): Promise<ChosenFile[]> {
  phoneOf(wx).nextPick(paths);
  return new Promise((resolve, reject) => {
    wx.chooseImage({
      count: paths.length,
      success: ({ tempFilePaths }: { tempFilePaths: string[] }) =>
        resolve(
          tempFilePaths.map((tempFilePath, index) => {
            const original = paths[index] ?? '';
            return { original, name: basename(original), tempFilePath };
          }),
        ),
      fail: ({ errMsg }: { errMsg: string }) => reject(new Error(errMsg)),
    });
  });
}
