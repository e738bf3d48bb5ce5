import type { StopSignal } from '../base/signal';
import type { HttpRequest, HttpResponse } from '../host/transport';
import { TransportFailure } from '../host/transport';
import { askFiles, manager } from './ask-files';
import { FileFailure } from '../host/files';
import { runTask } from './run-task';

/**
 * Downloads to a temporary file first: WeChat writes the body of an error answer to the file as well,
 * and a download that breaks off would leave half a file under the final name.
 */
export async function receiveFile(request: HttpRequest, target: string, signal: StopSignal): Promise<HttpResponse> {
  const { statusCode, headers, tempFilePath } = await runTask(signal, (callbacks) =>
    wx.downloadFile({
      url: request.url,
      header: request.headers,
      ...(request.timeoutMs > 0 ? { timeout: request.timeoutMs } : {}),
      ...callbacks,
    }),
  );
  try {
    const body = statusCode < 300 ? await moveTo(target, tempFilePath) : await readText(tempFilePath);
    return { statusCode, headers, body };
  } catch (failure) {
    throw failure instanceof FileFailure ? new TransportFailure('file', failure.errMsg) : failure;
  } finally {
    // The platform clears temporary files by itself; some clients refuse to remove them earlier.
    await askFiles((callbacks) => manager().unlink({ filePath: tempFilePath, ...callbacks })).catch(() => undefined);
  }
}

async function moveTo(target: string, tempFilePath: string): Promise<string> {
  await askFiles((callbacks) => manager().copyFile({ srcPath: tempFilePath, destPath: target, ...callbacks }));
  return '';
}

async function readText(path: string): Promise<string> {
  const { data } = await askFiles<{ data: string | ArrayBuffer }>((callbacks) =>
    manager().readFile({ filePath: path, encoding: 'utf8', ...callbacks }),
  );
  return typeof data === 'string' ? data : '';
}
