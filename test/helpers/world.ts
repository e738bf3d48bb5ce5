import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import {
  createRealm,
  createWx,
  phoneOf,
  type Phone,
  type Realm,
  type SimulatorOptions,
  type Wx,
} from '../../simulator';
import type COS from '../../src';
import type { CosOptions } from '../../src';

const bundle = join(__dirname, '../../miniprogram_dist/index.js');

export const Bucket = 'test-1250000000';
export const Region = 'ap-guangzhou';
export const place = { Bucket, Region };

export interface WorldOptions {
  emulator?: EmulatorOptions;
  phone?: Partial<SimulatorOptions>;
}

/** A phone with the built bundle on it, and a COS that it can reach. */
export interface World {
  readonly emulator: Emulator;
  readonly wx: Wx;
  readonly phone: Phone;
  readonly realm: Realm;
  /** The class that the bundle exports, of the phone's realm. */
  readonly COS: typeof COS;
  /** What the bundle printed. */
  readonly logs: string[];
  /** A client with the root account's keys. */
  newClient(options?: CosOptions): COS;
  /** A real file, picked by the user: its temporary path in the mini program. */
  pick(name: string, content: string | Uint8Array): Promise<string>;
  /** The answer of getAuthorization with fresh temporary keys. */
  issueKeys(options?: Parameters<Emulator['issueCredentials']>[0]): ReturnType<typeof toAnswer>;
  /** The requests that reached COS since the last call. */
  takeRequests(): Emulator['requests'];
  close(): Promise<void>;
}

function toAnswer({ credentials, startTime, expiredTime }: ReturnType<Emulator['issueCredentials']>) {
  return {
    TmpSecretId: credentials.tmpSecretId,
    TmpSecretKey: credentials.tmpSecretKey,
    SecurityToken: credentials.sessionToken,
    StartTime: startTime,
    ExpiredTime: expiredTime,
  };
}

export async function startWorld({
  emulator: emulatorOptions,
  phone: phoneOptions,
}: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'cos-world-'));
  const emulator = await startEmulator({ buckets: [{ Bucket, Region }], ...emulatorOptions });
  const wx = createWx({ root: join(folder, 'phone'), emulator: { port: emulator.port }, ...phoneOptions });
  const phone = phoneOf(wx);
  const logs: string[] = [];
  const realm = createRealm(wx, { log: (_level, args) => void logs.push(args.map(String).join(' ')) });
  // The bundle exports the class itself, typed as in its sources.
  const Client = realm.require(bundle) as typeof COS;
  const keys = { SecretId: emulator.secretId, SecretKey: emulator.secretKey };
  return {
    emulator,
    wx,
    phone,
    realm,
    COS: Client,
    logs,
    newClient: (options) => new Client(options?.getAuthorization ? options : { ...keys, ...options }),
    pick: (name, content) => pick(wx, join(folder, name), content),
    issueKeys: (options) => toAnswer(emulator.issueCredentials(options)),
    takeRequests: () => {
      const taken = [...emulator.requests];
      emulator.clearRequests();
      return taken;
    },
    close: async () => {
      await phone.dispose();
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function pick(wx: Wx, path: string, content: string | Uint8Array): Promise<string> {
  writeFileSync(path, content);
  phoneOf(wx).nextPick([path]);
  return new Promise((resolve, reject) => {
    wx.chooseImage({
      success: ({ tempFilePaths }: { tempFilePaths: string[] }) => resolve(tempFilePaths[0] ?? ''),
      fail: ({ errMsg }: { errMsg: string }) => reject(new Error(errMsg)),
    });
  });
}

/** An ArrayBuffer of the phone's realm. */
export function bufferOf(realm: Realm, content: string | Uint8Array): ArrayBuffer {
  const bytes = Buffer.from(content);
  const buffer = realm.evaluate(`new ArrayBuffer(${bytes.length})`) as ArrayBuffer;
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
