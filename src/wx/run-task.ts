import { StoppedError, type StopSignal } from '../base/signal';
import { toTransportFailure, type WxFailure } from './failures';

/** What `success` of request, uploadFile and downloadFile receives, documented or not. */
interface Answer {
  statusCode: number;
  data?: unknown;
  tempFilePath?: string;
  header?: Record<string, unknown>;
}

interface Task {
  abort(): void;
  onHeadersReceived?(listener: (result: { header: Record<string, unknown> }) => void): void;
}

interface Callbacks {
  success: (answer: Answer) => void;
  fail: (failure: WxFailure) => void;
}

export interface TaskAnswer {
  statusCode: number;
  headers: Record<string, string>;
  data: unknown;
  tempFilePath: string;
}

/** Starts a task of wx. Stopping aborts it, and whatever wx says afterwards is ignored. */
export function runTask(signal: StopSignal, start: (callbacks: Callbacks) => Task): Promise<TaskAnswer> {
  return new Promise((resolve, reject) => {
    let received: Record<string, string> = {};
    let unsubscribe = (): void => undefined;
    const task = start({
      success: ({ statusCode, header, data, tempFilePath }) => {
        unsubscribe();
        resolve({
          statusCode,
          headers: { ...received, ...lowerCaseNames(header ?? {}) },
          data,
          tempFilePath: tempFilePath ?? '',
        });
      },
      fail: (failure) => {
        unsubscribe();
        reject(toTransportFailure(failure));
      },
    });
    // uploadFile and downloadFile do not document headers in their result; this event exists from base library 2.1.0.
    task.onHeadersReceived?.((result) => {
      received = lowerCaseNames(result.header);
    });
    unsubscribe = signal.onStop((reason) => {
      reject(new StoppedError(reason));
      task.abort();
    });
  });
}

/** WeChat gives header names as they came: their case differs by platform and by HTTP version. */
function lowerCaseNames(headers: Record<string, unknown>): Record<string, string> {
  const lower: Record<string, string> = {};
  Object.entries(headers).forEach(([name, value]) => {
    lower[name.toLowerCase()] = String(value);
  });
  return lower;
}
