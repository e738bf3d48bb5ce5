import type { TaskRun } from '../base/task-run';
import { CosError } from '../errors';
import { callOperation } from '../http/call';
import { object } from '../operations/object';
import { hashContent, integrityError, readStored } from './integrity';
import { digestFile, readFile, statFile, whileWriting } from './local-file';
import { discardPart, type DownloadAnswer, type DownloadJob } from './range-download';
import type { TransferCall } from './transfer-context';

/** Where files cannot be written in place (base libraries before 2.16.1), the platform downloads all of it, up to 200 MB. */
export async function downloadWhole(job: DownloadJob, run: TaskRun, call: TransferCall): Promise<DownloadAnswer> {
  for (let isLast = false; ; isLast = true) {
    try {
      return await downloadOnce(job, run, call);
    } catch (error) {
      await discardPart(job, call);
      if (isLast || !(error instanceof CosError && error.code === 'IntegrityError')) throw error;
    }
  }
}

async function downloadOnce(job: DownloadJob, run: TaskRun, call: TransferCall): Promise<DownloadAnswer> {
  const { request, target, partFile } = job;
  const { files } = call.host;
  const params = { ...request, DataType: 'text', Output: partFile };
  const result = await callOperation('downloadFile', object.getObject, params, call);
  // It declares these fields; Body is empty, as Output took it.
  const answer = result as unknown as DownloadAnswer & { Body?: string };
  delete answer.Body;
  const { size } = await statFile(files, partFile);
  run.enterTransfer(size, size);
  await verifyFile(job, size, answer, call);
  await whileWriting(target, files.rename(partFile, target));
  return answer;
}

async function verifyFile(
  { target, partFile }: DownloadJob,
  sizeBytes: number,
  { headers }: DownloadAnswer,
  call: TransferCall,
): Promise<void> {
  const { files } = call.host;
  const length = headers['content-length'] ?? sizeBytes;
  if (Number(length) !== sizeBytes) throw integrityError(target, `${length} bytes`, `${sizeBytes} bytes`);
  if (!call.options.CheckIntegrity) return;
  const { md5, crc64 } = readStored(headers);
  const readPart = (start: number, bytes: number) => readFile(files, partFile, start, bytes);
  // The platform's own MD5 is far quicker than a checksum in JavaScript.
  const nativeMd5 = md5 && (await digestFile(files, partFile));
  const got =
    nativeMd5 ??
    (crc64 && files.canReadRanges ? await hashContent(call.newCrc64(), { sizeBytes, read: readPart }, call) : '');
  const expected = nativeMd5 ? md5 : crc64;
  if (got && expected && got !== expected) throw integrityError(target, expected, got);
}
