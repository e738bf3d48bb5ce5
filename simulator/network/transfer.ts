import type { CallbackOptions } from '../callbacks';
import { delay, nextTurn } from '../clock';
import type { Device } from '../device';
import type { FailResult } from '../errors';
import { describeFailure, toFailure } from '../errors';
import { hasFeature } from '../versions';
import { parseUrl } from './domains';
import {
  abortFailure,
  fromSocketError,
  netFailure,
  startedInBackgroundFailure,
  timeoutFailure,
} from './network-failures';
import type { RequestRecord, TransferApi } from './types';

const DEFAULT_TIMEOUT_MS = 60000;

const CREATORS: Record<TransferApi, string> = {
  request: 'createRequestTask',
  uploadFile: 'createUploadTask',
  downloadFile: 'createDownloadTask',
};

/** One running network call. */
export interface Transfer {
  url: URL;
  /** Aborted with the Failure that ends the call. */
  signal: AbortSignal;
  /** The call's line in the log; filled in as things become known. */
  record: RequestRecord;
}

interface TransferSpec<R> {
  api: TransferApi;
  options: CallbackOptions<R> & { url: string; timeout?: number };
  work: (transfer: Transfer) => Promise<R>;
}

/** Starts a network call under the rules that all three APIs share; returns what `task.abort()` does. */
export function startTransfer<R extends object>(device: Device, spec: TransferSpec<R>): () => void {
  const controller = new AbortController();
  // A killed app cannot start anything.
  if (!device.callbacks.isClosed) device.transfers.set(controller, settle(device, spec, controller));
  return () => controller.abort(abortFailure());
}

async function settle<R extends object>(
  device: Device,
  spec: TransferSpec<R>,
  controller: AbortController,
): Promise<void> {
  const { api, options } = spec;
  const record: RequestRecord = { api, method: '', url: options.url, headers: {}, bodyBytes: 0 };
  device.requests.push(record);
  const report = await run(device, spec, { controller, record }).then(
    (result) => () => device.callbacks.succeed(api, options, result),
    (error: unknown) => {
      const failure = failResult(device, api, controller.signal.aborted ? controller.signal.reason : error);
      record.error = failure.errMsg;
      return () => device.callbacks.fail(options, failure);
    },
  );
  await nextTurn();
  device.transfers.delete(controller);
  report();
}

async function run<R>(
  device: Device,
  { api, options, work }: TransferSpec<R>,
  { controller, record }: { controller: AbortController; record: RequestRecord },
): Promise<R> {
  const { signal } = controller;
  const url = parseUrl(api, options.url, device.options);
  refuseUnstartable(device, api);
  const slots = device.slots[api];
  await slots.acquire(signal);
  const timer = device.clock.setTimeout(() => controller.abort(timeoutFailure()), timeoutMs(device, options.timeout));
  try {
    // The call may have waited for its slot.
    refuseUnstartable(device, api);
    if (device.options.latencyMs > 0) await delay(device.clock, device.options.latencyMs, signal);
    const result = await work({ url, signal, record });
    signal.throwIfAborted();
    return result;
  } finally {
    device.clock.clearTimeout(timer);
    slots.release();
  }
}

function refuseUnstartable(device: Device, api: TransferApi): void {
  if (device.app.isInBackground) throw startedInBackgroundFailure(CREATORS[api]);
  if (device.network.isOffline) throw netFailure('offline', device.options);
}

function timeoutMs({ options }: Device, given: unknown): number {
  const isGiven = typeof given === 'number' && given > 0;
  return Math.min(isGiven ? given : DEFAULT_TIMEOUT_MS, options.quirks.timeoutCapMs);
}

function failResult({ options }: Device, api: TransferApi, error: unknown): FailResult {
  const failure = toFailure(fromSocketError(error, options));
  const result = describeFailure(api, failure, options);
  if (options.quirks.noErrno) delete result.errno;
  const hasDetails = api === 'request' && hasFeature('request.failureDetails', options);
  return hasDetails ? { ...result, exception: { retryCount: 0, reasons: [] }, useHttpDNS: false } : result;
}
