import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TemporaryKeys, type IssueOptions, type TemporaryCredentials } from './auth/temporary-keys';
import type { FaultHandle, FaultRule } from './faults/fault-rule';
import { Faults } from './faults/faults';
import { resolveOptions, type BucketOptions, type EmulatorConfig, type EmulatorOptions } from './options';
import { checkBucketName } from './operations/bucket';
import type { Services } from './server/call';
import { Clock } from './server/clock';
import { RequestLog, type RequestRecord } from './server/request-log';
import { serve } from './server/serve';
import { openDataFolder, type DataFolder } from './storage/data-folder';
import { Store } from './storage/store';

/** A running emulator. */
export interface Emulator {
  readonly port: number;
  /** `http://127.0.0.1:<port>`. Requests go there with the bucket's host name in their Host header. */
  readonly url: string;
  readonly dataDir: string;
  readonly secretId: string;
  readonly secretKey: string;
  readonly appId: string;
  /** Things that go wrong on purpose. */
  readonly faults: {
    /** Adds a rule; throws when it is malformed. */
    add(rule: FaultRule): FaultHandle;
    clear(): void;
    list(): FaultHandle[];
  };
  /** The requests to COS hosts that have been dealt with, oldest first (administration is not listed). */
  readonly requests: readonly RequestRecord[];
  clearRequests(): void;
  /** Sets the server's clock to real time plus `ms`: the Date header and every check of validity follow it. */
  setClockOffset(ms: number): void;
  /** Temporary keys as the STS endpoint gives them. */
  issueCredentials(options?: IssueOptions): TemporaryCredentials;
  /** Stops listening, breaks open connections, removes a temporary data folder. May be called twice. */
  close(): Promise<void>;
}

/** Starts a local COS. Rejects when the port or the data folder cannot be used. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const config = resolveOptions(options);
  const folder = await openDataFolder(options.dataDir);
  const closing = new AbortController();
  try {
    const services = await openServices(config, folder.path, closing.signal);
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 });
    server.on('request', (message, response) => void serve(services, message, response));
    await listen(server, config);
    return describe(services, { server, folder, closing });
  } catch (error) {
    await folder.release();
    throw error;
  }
}

async function openServices(config: EmulatorConfig, dataDir: string, closing: AbortSignal): Promise<Services> {
  const clock = new Clock();
  const store = await Store.open(dataDir);
  for (const options of config.buckets) await ensureBucket(store, options, clock);
  return {
    config,
    clock,
    store,
    closing,
    keys: new TemporaryKeys(config.secretKey, () => clock.nowMs()),
    faults: new Faults(),
    requests: new RequestLog(config.requestLogLimit),
  };
}

async function ensureBucket(store: Store, options: BucketOptions, clock: Clock): Promise<void> {
  checkBucketName(options.Bucket, options.Region);
  const existing = store.get(options.Bucket);
  if (!existing) await store.create(options, clock.nowMs());
  else if (existing.settings.Region === options.Region)
    await store.update(options.Bucket, (current) => ({ ...current, ...options }));
  else throw new Error(`The bucket ${options.Bucket} exists in region ${existing.settings.Region}`);
}

function listen(server: Server, { port, host }: EmulatorConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

interface Running {
  readonly server: Server;
  readonly folder: DataFolder;
  readonly closing: AbortController;
}

function describe(services: Services, running: Running): Emulator {
  const { config, faults, requests, clock, keys } = services;
  // A TCP server that listens always has an address of this type.
  const { port } = running.server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    dataDir: running.folder.path,
    secretId: config.secretId,
    secretKey: config.secretKey,
    appId: config.appId,
    faults: {
      add: (rule) => faults.add(rule),
      clear: () => faults.clear(),
      list: () => faults.list(),
    },
    requests: requests.records,
    clearRequests: () => requests.clear(),
    setClockOffset: (ms) => clock.setOffset(ms),
    issueCredentials: (options) => keys.issue(options),
    close: () => (closed ??= close(running)),
  };
}

async function close({ server, folder, closing }: Running): Promise<void> {
  closing.abort();
  const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await stopped;
  await folder.release();
}
