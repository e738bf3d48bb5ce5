import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Device } from '../device';
import { Failure, NETWORK_ERRNO } from '../errors';
import { ensureSpace } from '../file-system/quota';
import { Listeners } from '../listeners';
import { keepAvailable } from '../versions';
import { exchange } from './exchange';
import { requestHeaders, responseHeaders } from './headers';
import { extensionForType } from './mime-types';
import { startProfile } from './profile';
import { bodyStream } from './response-body';
import type { Transfer } from './transfer';
import { startTransfer } from './transfer';
import type { DownloadFileOptions, DownloadProgress, DownloadResult, DownloadTask, HeadersReceived } from './types';

const MAX_FILE_BYTES = 200 * 1024 * 1024;

interface DownloadEvents {
  headers: Listeners<HeadersReceived>;
  progress: Listeners<DownloadProgress>;
}

/** `wx.downloadFile`: a GET whose answer, of any status, lands in a file. */
export function downloadFile(device: Device, options: DownloadFileOptions): DownloadTask {
  const events: DownloadEvents = {
    headers: new Listeners(device.callbacks),
    progress: new Listeners(device.callbacks),
  };
  const abort = startTransfer<DownloadResult>(device, {
    api: 'downloadFile',
    options,
    work: (transfer) => performDownload(device, { options, transfer, events }),
  });
  const task: DownloadTask = {
    abort,
    onHeadersReceived: events.headers.on,
    offHeadersReceived: events.headers.off,
    onProgressUpdate: events.progress.on,
    offProgressUpdate: events.progress.off,
  };
  return keepAvailable('DownloadTask', task, device.options);
}

interface DownloadCall {
  options: DownloadFileOptions;
  transfer: Transfer;
  events: DownloadEvents;
}

async function performDownload(device: Device, { options, transfer, events }: DownloadCall): Promise<DownloadResult> {
  const target = options.filePath === undefined ? undefined : writablePath(device, options.filePath);
  const headers = requestHeaders(options.header, {}, device.options);
  Object.assign(transfer.record, { method: 'GET', url: transfer.url.href, headers });
  const profile = startProfile(device, 'downloadFile');
  const message = { url: transfer.url, method: 'GET', headers, followRedirects: true };
  const { response, socketReused } = await exchange(device, message, transfer.signal);
  profile.answered();
  const statusCode = response.statusCode ?? 0;
  transfer.record.statusCode = statusCode;
  if (!device.options.quirks.noHeadersReceived)
    events.headers.emit({ header: responseHeaders(response, device.options) });
  const temp = device.disk.newTempFile(extensionForType(response.headers['content-type']));
  const receivedBytes = await saveBody(device, response, { path: temp.real, progress: events.progress });
  const saved =
    target === undefined ? { tempFilePath: temp.path } : await moveTo(device, temp.real, target, receivedBytes);
  return { statusCode, ...saved, ...profile.finish({ socketReused, sentBytes: 0, receivedBytes }) };
}

function writablePath(device: Device, filePath: string): { path: string; real: string } {
  const located = device.disk.locate(filePath, 'filePath');
  if (located.area === 'user') return located;
  throw new Failure(`permission denied, open "${filePath}"`, { errno: NETWORK_ERRNO.filePath });
}

/** Streams the body into a file that exists only when all of it came. */
async function saveBody(
  device: Device,
  response: IncomingMessage,
  target: { path: string; progress: Listeners<DownloadProgress> },
): Promise<number> {
  const expectedBytes = Number(response.headers['content-length'] ?? 0);
  let writtenBytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      writtenBytes += chunk.length;
      device.meter.bytesReceived += chunk.length;
      device.meter.fileBytesWritten += chunk.length;
      target.progress.emit(downloadProgress(writtenBytes, expectedBytes));
      done(writtenBytes > MAX_FILE_BYTES ? fileTooLarge() : null, chunk);
    },
  });
  try {
    if (expectedBytes > MAX_FILE_BYTES) throw fileTooLarge();
    await pipeline(bodyStream(response, 'GET'), counter, createWriteStream(target.path));
    if (writtenBytes === 0 && device.options.quirks.emptyDownloadFails) throw emptyFile();
    return writtenBytes;
  } catch (error) {
    response.destroy();
    await rm(target.path, { force: true });
    throw error;
  }
}

async function moveTo(
  device: Device,
  from: string,
  target: { path: string; real: string },
  sizeBytes: number,
): Promise<DownloadResult | object> {
  try {
    ensureSpace(device, sizeBytes, target.real);
    await rename(from, target.real);
    return { filePath: target.path };
  } catch (error) {
    await rm(from, { force: true });
    const reason = error instanceof Failure ? error.reason : `no such file or directory, open "${target.path}"`;
    throw new Failure(reason, { errno: NETWORK_ERRNO.saveFile });
  }
}

/** Without Content-Length the expected total is unknown and 0, and so is the percentage until the end. */
function downloadProgress(totalBytesWritten: number, totalBytesExpectedToWrite: number): DownloadProgress {
  const ratio = totalBytesExpectedToWrite > 0 ? totalBytesWritten / totalBytesExpectedToWrite : 0;
  return { progress: Math.min(100, Math.floor(ratio * 100)), totalBytesWritten, totalBytesExpectedToWrite };
}

function fileTooLarge(): Failure {
  return new Failure('exceed max file size', { errno: NETWORK_ERRNO.fileTooLarge });
}

function emptyFile(): Failure {
  return new Failure('downloaded file is empty', { errno: NETWORK_ERRNO.emptyFile });
}
