import type { CallbackOptions } from '../callbacks';

export type TransferApi = 'request' | 'uploadFile' | 'downloadFile';
export type Header = Record<string, string>;

/** One line of the log of network calls. */
export interface RequestRecord {
  api: TransferApi;
  method: string;
  url: string;
  /** Headers as sent on the (first) request. */
  headers: Header;
  /** Size of the request body. */
  bodyBytes: number;
  /** Set when an answer came. */
  statusCode?: number;
  /** `errMsg` of the failure, when the call failed. */
  error?: string;
}

/** Timings and facts about the connection; only what can be measured here. */
export interface RequestProfile {
  fetchStart: number;
  responseStart: number;
  responseEnd: number;
  socketReused: boolean;
  sendBytesCount: number;
  // Spelled as WeChat spells it.
  receivedBytedCount: number;
  protocol: string;
}

interface TransferOptions {
  url: string;
  header?: Record<string, unknown>;
  timeout?: number;
  enableHttp2?: boolean;
  enableQuic?: boolean;
}

export interface RequestResult {
  data: unknown;
  statusCode: number;
  header: Header;
  cookies: string[];
  profile?: RequestProfile;
  exception?: { retryCount: number; reasons: unknown[] };
  useHttpDNS?: boolean;
}

export interface RequestOptions extends TransferOptions, CallbackOptions<RequestResult> {
  data?: unknown;
  method?: string;
  dataType?: string;
  responseType?: string;
  redirect?: 'follow' | 'manual';
  enableCache?: boolean;
  enableChunked?: boolean;
  enableHttpDNS?: boolean;
  useHighPerformanceMode?: boolean;
}

export interface UploadResult {
  data: string;
  statusCode: number;
  header?: Header;
  cookies?: string[];
  profile?: RequestProfile;
}

export interface UploadFileOptions extends TransferOptions, CallbackOptions<UploadResult> {
  filePath: string;
  name: string;
  formData?: Record<string, unknown>;
}

export interface DownloadResult {
  statusCode: number;
  tempFilePath?: string;
  filePath?: string;
  profile?: RequestProfile;
}

export interface DownloadFileOptions extends TransferOptions, CallbackOptions<DownloadResult> {
  filePath?: string;
}

export interface HeadersReceived {
  header: Header;
  statusCode?: number;
  cookies?: string[];
}

export interface UploadProgress {
  /** Percentage, an integer. */
  progress: number;
  totalBytesSent: number;
  totalBytesExpectedToSend: number;
}

export interface DownloadProgress {
  /** Percentage, an integer. */
  progress: number;
  totalBytesWritten: number;
  totalBytesExpectedToWrite: number;
}

type On<T> = (listener: (value: T) => void) => void;
type Off<T> = (listener?: (value: T) => void) => void;

interface TransferTask {
  abort(): void;
  onHeadersReceived: On<HeadersReceived>;
  offHeadersReceived: Off<HeadersReceived>;
}

export interface RequestTask extends TransferTask {
  onChunkReceived: On<{ data: ArrayBuffer }>;
  offChunkReceived: Off<{ data: ArrayBuffer }>;
}

export interface UploadTask extends TransferTask {
  onProgressUpdate: On<UploadProgress>;
  offProgressUpdate: Off<UploadProgress>;
}

export interface DownloadTask extends TransferTask {
  onProgressUpdate: On<DownloadProgress>;
  offProgressUpdate: Off<DownloadProgress>;
}
