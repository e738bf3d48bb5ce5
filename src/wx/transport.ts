import { Limiter } from '../base/limiter';
import type { StopSignal } from '../base/signal';
import type { FormUpload, HttpRequest, HttpResponse, Transport } from '../host/transport';
import { receiveFile } from './receive-file';
import { runTask } from './run-task';

/** WeChat runs at most 10 of each kind at a time; the app's own calls must still get through. */
const maxRequests = 8;

export class WxTransport implements Transport {
  private readonly requests = new Limiter(maxRequests);
  private readonly uploads = new Limiter(maxRequests);
  private readonly downloads = new Limiter(maxRequests);

  async send(
    request: HttpRequest,
    signal: StopSignal,
    onSent?: (bytes: number, total: number) => void,
  ): Promise<HttpResponse> {
    const { body } = request;
    const isForm = typeof body === 'object' && 'filePath' in body;
    const release = await (isForm ? this.uploads : request.saveTo ? this.downloads : this.requests).acquire(signal);
    try {
      if (isForm) return await sendForm(request, body, signal, onSent);
      if (request.saveTo) return await receiveFile(request, request.saveTo, signal);
      return await sendRequest(request, signal);
    } finally {
      release();
    }
  }
}

async function sendRequest(request: HttpRequest, signal: StopSignal): Promise<HttpResponse> {
  const response = await runTask(signal, (callbacks) =>
    wx.request({
      url: request.url,
      method: request.method as 'GET',
      header: request.headers,
      // An empty string is sent as an empty body; undefined makes some clients send "undefined" or an empty object.
      data: (request.body as string | ArrayBuffer | undefined) ?? '',
      // Anything but 'json' leaves the text alone.
      dataType: 'text',
      responseType: request.responseType,
      // A signature must not follow to another host (base library 3.2.2 and later).
      redirect: 'manual',
      ...(request.timeoutMs > 0 ? { timeout: request.timeoutMs } : {}),
      ...callbacks,
    }),
  );
  return { statusCode: response.statusCode, headers: response.headers, body: response.data as string | ArrayBuffer };
}

async function sendForm(
  request: HttpRequest,
  form: FormUpload,
  signal: StopSignal,
  onSent?: (bytes: number, total: number) => void,
): Promise<HttpResponse> {
  const response = await runTask(signal, (callbacks) => {
    const task = wx.uploadFile({
      url: request.url,
      filePath: form.filePath,
      name: form.name,
      formData: form.fields,
      header: request.headers,
      ...(request.timeoutMs > 0 ? { timeout: request.timeoutMs } : {}),
      ...callbacks,
    });
    if (onSent) watchProgress(task, onSent);
    return task;
  });
  return {
    statusCode: response.statusCode,
    headers: response.headers,
    body: typeof response.data === 'string' ? response.data : '',
  };
}

/** Some Android clients report once, and counts may fall back when the platform itself retries. */
function watchProgress(task: WechatMiniprogram.UploadTask, onSent: (bytes: number, total: number) => void): void {
  let highest = 0;
  task.onProgressUpdate(({ totalBytesSent, totalBytesExpectedToSend }) => {
    highest = Math.max(highest, totalBytesSent);
    onSent(highest, totalBytesExpectedToSend);
  });
}
