import type { Device } from '../device';
import { Listeners } from '../listeners';
import { hasFeature, keepAvailable } from '../versions';
import { exchange } from './exchange';
import { cookiesOf, headersReceived, requestHeaders, responseHeaders } from './headers';
import { startProfile } from './profile';
import { contentType, requestBody, requestMethod, withQuery } from './request-body';
import { bodyStream, decodeText, readAll, toArrayBuffer } from './response-body';
import type { Transfer } from './transfer';
import { startTransfer } from './transfer';
import type { HeadersReceived, RequestOptions, RequestResult, RequestTask } from './types';

// Spares the cost of an exception for each XML answer.
const COULD_BE_JSON = /^\s*[[{"\-\dtfn]/;

interface RequestEvents {
  headers: Listeners<HeadersReceived>;
  chunks: Listeners<{ data: ArrayBuffer }>;
}

/** `wx.request`. There is no upload progress, whatever the body. */
export function request(device: Device, options: RequestOptions): RequestTask {
  const events: RequestEvents = { headers: new Listeners(device.callbacks), chunks: new Listeners(device.callbacks) };
  const abort = startTransfer<RequestResult>(device, {
    api: 'request',
    options,
    work: (transfer) => performRequest(device, { options, transfer, events }),
  });
  const task: RequestTask = {
    abort,
    onHeadersReceived: events.headers.on,
    offHeadersReceived: events.headers.off,
    onChunkReceived: events.chunks.on,
    offChunkReceived: events.chunks.off,
  };
  return keepAvailable('RequestTask', task, device.options);
}

interface RequestCall {
  options: RequestOptions;
  transfer: Transfer;
  events: RequestEvents;
}

async function performRequest(device: Device, call: RequestCall): Promise<RequestResult> {
  const { options, transfer, events } = call;
  const message = buildMessage(device, options, transfer);
  const profile = startProfile(device, 'request');
  const sentBytes = message.body?.sizeBytes ?? 0;
  device.meter.bytesSent += sentBytes;
  const { response, socketReused } = await exchange(device, message, transfer.signal);
  profile.answered();
  const statusCode = response.statusCode ?? 0;
  transfer.record.statusCode = statusCode;
  events.headers.emit(headersReceived(response, device.options));
  const chunks = await readAll(device, bodyStream(response, message.method), chunkEmitter(device, options, events));
  return {
    data: decodeData(device, options, chunks),
    statusCode,
    header: responseHeaders(response, device.options),
    cookies: cookiesOf(response),
    ...profile.finish({ socketReused, sentBytes, receivedBytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) }),
    ...(hasFeature('request.exception', device.options) && { exception: { retryCount: 0, reasons: [] } }),
    ...(hasFeature('request.useHttpDNS', device.options) && { useHttpDNS: false }),
  };
}

function buildMessage(device: Device, options: RequestOptions, { url, record }: Transfer) {
  const method = requestMethod(options.method);
  const target = withQuery(url, method, options.data);
  const body = requestBody(method, options, device.options);
  const headers = requestHeaders(options.header, { 'Content-Type': contentType(options) }, device.options);
  Object.assign(record, { method, url: target.href, headers, bodyBytes: body?.sizeBytes ?? 0 });
  return {
    url: target,
    method,
    headers,
    body,
    followRedirects: !canInterceptRedirects(device) || options.redirect !== 'manual',
  };
}

function canInterceptRedirects({ options }: Device): boolean {
  return ['android', 'ios', 'devtools'].includes(options.platform) && hasFeature('request.redirect', options);
}

function chunkEmitter(
  device: Device,
  options: RequestOptions,
  events: RequestEvents,
): ((chunk: Buffer) => void) | undefined {
  if (!options.enableChunked || !hasFeature('request.enableChunked', device.options)) return undefined;
  return (chunk) => events.chunks.emit({ data: toArrayBuffer(device, [chunk]) });
}

function decodeData(device: Device, { responseType, dataType }: RequestOptions, chunks: Buffer[]): unknown {
  if (responseType === 'arraybuffer') return toArrayBuffer(device, chunks);
  const text = decodeText(chunks);
  if ((dataType ?? 'json') !== 'json' || !COULD_BE_JSON.test(text)) return text;
  try {
    return device.realm.parseJson(text);
  } catch {
    // WeChat leaves text that is no JSON as it is.
    return text;
  }
}
