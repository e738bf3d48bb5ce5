import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Device } from '../device';
import { Failure, parameterFailure } from '../errors';
import { statFile } from '../file-system/disk';
import { Listeners } from '../listeners';
import { keepAvailable } from '../versions';
import { exchange } from './exchange';
import { cookiesOf, requestHeaders, responseHeaders } from './headers';
import type { MultipartBody } from './multipart';
import { multipartBody } from './multipart';
import { startProfile } from './profile';
import { bodyStream, decodeText, readAll } from './response-body';
import type { Transfer } from './transfer';
import { startTransfer } from './transfer';
import type { HeadersReceived, UploadFileOptions, UploadProgress, UploadResult, UploadTask } from './types';

const CHUNK_BYTES = 256 * 1024;

interface UploadEvents {
  headers: Listeners<HeadersReceived>;
  progress: Listeners<UploadProgress>;
}

/** `wx.uploadFile`: one file as multipart/form-data by POST. */
export function uploadFile(device: Device, options: UploadFileOptions): UploadTask {
  const events: UploadEvents = { headers: new Listeners(device.callbacks), progress: new Listeners(device.callbacks) };
  const abort = startTransfer<UploadResult>(device, {
    api: 'uploadFile',
    options,
    work: (transfer) => performUpload(device, { options, transfer, events }),
  });
  const task: UploadTask = {
    abort,
    onHeadersReceived: events.headers.on,
    offHeadersReceived: events.headers.off,
    onProgressUpdate: events.progress.on,
    offProgressUpdate: events.progress.off,
  };
  return keepAvailable('UploadTask', task, device.options);
}

interface UploadCall {
  options: UploadFileOptions;
  transfer: Transfer;
  events: UploadEvents;
}

async function performUpload(device: Device, { options, transfer, events }: UploadCall): Promise<UploadResult> {
  const { quirks } = device.options;
  const body = await buildBody(device, options, events);
  const headers = requestHeaders(options.header, { 'Content-Type': body.contentType }, device.options);
  Object.assign(transfer.record, { method: 'POST', url: transfer.url.href, headers, bodyBytes: body.sizeBytes });
  const profile = startProfile(device, 'uploadFile');
  const message = { url: transfer.url, method: 'POST', headers, body, followRedirects: true };
  const { response, socketReused } = await exchange(device, message, transfer.signal);
  profile.answered();
  const header = responseHeaders(response, device.options);
  transfer.record.statusCode = response.statusCode ?? 0;
  if (!quirks.noHeadersReceived) events.headers.emit({ header });
  const chunks = await readAll(device, bodyStream(response, 'POST'));
  const receivedBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return {
    data: decodeText(chunks),
    statusCode: transfer.record.statusCode,
    ...(!quirks.noUploadResponseHeader && { header, cookies: cookiesOf(response) }),
    ...profile.finish({ socketReused, sentBytes: body.sizeBytes, receivedBytes }),
  };
}

async function buildBody(device: Device, options: UploadFileOptions, events: UploadEvents): Promise<MultipartBody> {
  if (typeof options.name !== 'string') throw parameterFailure('name', 'String', options.name);
  const path = device.disk.locate(options.filePath, 'filePath').real;
  const stats = await statFile(path);
  if (!stats?.isFile()) throw new Failure('createUploadTask:fail file not found');
  const file = {
    field: options.name,
    fileName: basename(path),
    sizeBytes: stats.size,
    read: () => readWhole(device, path, stats.size),
  };
  const report = progressReporter(device, events);
  const body: MultipartBody = multipartBody(options.formData ?? {}, file, (bytes) => report(bytes, body.sizeBytes));
  return body;
}

/** The first `sizeBytes` of a file; a file that became shorter meanwhile fails the upload. */
async function* readWhole(device: Device, path: string, sizeBytes: number): AsyncIterable<Buffer> {
  if (sizeBytes === 0) return;
  let readBytes = 0;
  for await (const chunk of createReadStream(path, { end: sizeBytes - 1, highWaterMark: CHUNK_BYTES })) {
    readBytes += (chunk as Buffer).length;
    device.meter.fileBytesRead += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (readBytes < sizeBytes) throw new Failure('file changed while it was uploaded');
}

/** Counts sent bytes and tells the listeners whenever the percentage changes. */
function progressReporter(device: Device, events: UploadEvents): (bytes: number, totalBytes: number) => void {
  let totalBytesSent = 0;
  let last = -1;
  return (bytes, totalBytesExpectedToSend) => {
    totalBytesSent += bytes;
    device.meter.bytesSent += bytes;
    const progress = Math.min(100, Math.floor((totalBytesSent / totalBytesExpectedToSend) * 100));
    const isHidden = device.options.quirks.singleProgressEvent === true && progress < 100;
    if (progress === last || isHidden) return;
    last = progress;
    events.progress.emit({ progress, totalBytesSent, totalBytesExpectedToSend });
  };
}
