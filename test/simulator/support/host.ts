import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailResult, Phone, SimulatorOptions, Wx } from '../../../simulator';
import { createWx, phoneOf } from '../../../simulator';
import type { Peer } from './peer';
import { startPeer } from './peer';

export interface Host {
  wx: Wx;
  phone: Phone;
  root: string;
  peer: Peer;
  close(): Promise<void>;
}

const hosts: Host[] = [];

/** A phone with a plain HTTP server in place of the internet. Closed by {@link closeHosts}. */
export async function startHost(
  options: Partial<SimulatorOptions> = {},
  answer?: Parameters<typeof startPeer>[0],
): Promise<Host> {
  const peer = await startPeer(answer);
  const root = options.root ?? mkdtempSync(join(tmpdir(), 'phone-'));
  const wx = createWx({ root, emulator: { port: peer.port }, ...options });
  const host: Host = {
    wx,
    phone: phoneOf(wx),
    root,
    peer,
    close: async () => {
      await phoneOf(wx).dispose();
      await peer.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  hosts.push(host);
  return host;
}

export async function closeHosts(): Promise<void> {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
}

type Settle<R> = { success: (result: R) => void; fail: (error: FailResult) => void };

/** The outcome of a call with callbacks: the result, or the fail object thrown as it is. */
export function outcome<R>(call: (callbacks: Settle<R>) => unknown): Promise<R> {
  return new Promise((resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- WeChat fails with plain objects
    call({ success: resolve, fail: (error) => reject(error) });
  });
}

/** The fail object of a call that must fail. */
export async function failure(call: (callbacks: Settle<unknown>) => unknown): Promise<FailResult> {
  return new Promise((resolve, reject) => {
    call({ success: () => reject(new Error('the call succeeded')), fail: resolve });
  });
}

/** What a synchronous call throws. */
export function thrown(call: () => unknown): FailResult {
  try {
    call();
  } catch (error) {
    return error as FailResult;
  }
  throw new Error('the call succeeded');
}

/** A real file to pick. */
export function makeFile(host: Host, name: string, content: string | Buffer): string {
  const path = join(host.root, name);
  writeFileSync(path, content);
  return path;
}

/** Picks a file with chooseImage and gives its temporary path. */
export async function pickFile(host: Host, content: string | Buffer, name = 'cat.jpg'): Promise<string> {
  host.phone.nextPick([makeFile(host, name, content)]);
  const { tempFilePaths } = await host.wx.chooseImage({});
  return tempFilePaths[0]!;
}

/** Waits until something is so; for what sockets do in their own time. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let waits = 0; !isSo(); waits++) {
    if (waits > 2000) throw new Error('it did not become so');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
