import { forEachLimit } from '../base/for-each-limit';
import type { TaskRun } from '../base/task-run';
import { CosError } from '../errors';
import { FileFailure, type FileWriter } from '../host/files';
import { callOperation, type Result } from '../http/call';
import { object } from '../operations/object';
import type { ResponseInfo } from '../schema/params';
import type { Checkpoint, SentPart } from './checkpoints';
import { combineParts, digestBytes, headersOf, integrityError, readStored } from './integrity';
import { digestFile, statFile, whileWriting } from './local-file';
import { planParts, type Part } from './part-plan';
import type { TransferCall, TransferContext } from './transfer-context';

/** A download whose parameters are checked. */
export interface DownloadJob {
  /** Parameters of getObject, but for the range. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly target: string;
  /** Where the bytes go until all of them are there. */
  readonly partFile: string;
  readonly recordId: string;
  readonly rangeBytes: number;
  readonly rangesAtATime: number;
}

export interface DownloadAnswer extends ResponseInfo {
  ETag: string;
}

/** What an object is, as an answer about it tells, and the bytes that came with that. */
interface Source {
  readonly answer: DownloadAnswer;
  readonly sizeBytes: number;
  readonly first?: { readonly number: number; readonly data: ArrayBuffer };
}

const hasCode = (error: unknown, code: string): boolean => error instanceof CosError && error.code === code;
const hasStatus = (error: unknown, status: number): boolean => error instanceof CosError && error.statusCode === status;

/** Downloads range by range, goes on where an earlier run has stopped, and begins anew once where the object has changed. */
export async function downloadRanges(job: DownloadJob, run: TaskRun, call: TransferCall): Promise<DownloadAnswer> {
  for (let isLast = false; ; isLast = true) {
    try {
      return await downloadOnce(job, run, call);
    } catch (error) {
      // The object is another one by now, or the bytes are not its bytes.
      const isUseless = hasStatus(error, 412) || hasCode(error, 'IntegrityError');
      if (isUseless || hasCode(error, 'FileError')) await discardPart(job, call);
      if (!isUseless || isLast) throw error;
    }
  }
}

export async function discardPart(
  { recordId, partFile }: Pick<DownloadJob, 'recordId' | 'partFile'>,
  { checkpoints, host }: TransferContext,
): Promise<void> {
  checkpoints.forget(recordId);
  // What cannot be removed is overwritten by the next download.
  await host.files.remove(partFile).catch(() => undefined);
}

async function downloadOnce(job: DownloadJob, run: TaskRun, call: TransferCall): Promise<DownloadAnswer> {
  const { files } = call.host;
  const started = await findStarted(job, call);
  const source = await askSource(job, started, call);
  const { answer } = source;
  const checkpoint = started ?? {
    uploadId: answer.ETag,
    identity: job.target,
    partBytes: job.rangeBytes,
    parts: new Map<number, SentPart>(),
  };
  const writer = await whileWriting(job.partFile, openPart(job, started !== undefined, call));
  try {
    await receiveRanges({ job, source, checkpoint, writer }, run, call);
  } finally {
    await whileWriting(job.partFile, writer.close());
  }
  await verifyFile(job, source, checkpoint, call);
  await whileWriting(job.target, files.rename(job.partFile, job.target));
  call.checkpoints.forget(job.recordId);
  return answer;
}

/** What an earlier run has received, where its file is still there. */
async function findStarted({ recordId, partFile }: DownloadJob, { checkpoints, host }: TransferCall) {
  const record = checkpoints.find(recordId);
  const file = record && (await host.files.stat(partFile).catch(() => undefined));
  return file && !file.isDirectory ? record : undefined;
}

/** Size and ETag come with the first range that is needed, so that nothing has to be asked before. */
async function askSource(job: DownloadJob, started: Checkpoint | undefined, call: TransferCall): Promise<Source> {
  const length = started?.partBytes ?? job.rangeBytes;
  let number = 1;
  while (started?.parts.has(number)) number += 1;
  try {
    const { Body, ...answer } = await fetchRange(
      job,
      { number, start: (number - 1) * length, length },
      started?.uploadId,
      call,
    );
    // A server that ignores ranges sends all of it.
    const [, total] = /\/(\d+)$/.exec(answer.headers['content-range'] ?? '') ?? [];
    return { answer, sizeBytes: total === undefined ? Body.byteLength : Number(total), first: { number, data: Body } };
  } catch (error) {
    // Nothing begins there: the object is empty, or all of it was received before.
    if (!hasStatus(error, 416)) throw error;
    const condition = started ? { IfMatch: started.uploadId } : {};
    const head = await callOperation('downloadFile', object.headObject, { ...job.request, ...condition }, call);
    return { answer: head as unknown as DownloadAnswer, sizeBytes: Number(headersOf(head)['content-length'] ?? 0) };
  }
}

async function fetchRange(job: DownloadJob, part: Part, IfMatch: string | undefined, call: TransferCall) {
  const Range = `bytes=${part.start}-${part.start + part.length - 1}`;
  const params = { ...job.request, Range, ...(IfMatch ? { IfMatch } : {}) };
  // The operation declares these fields, and the request asks for an ArrayBuffer.
  return (await callOperation('downloadFile', object.getObject, params, call)) as unknown as DownloadAnswer & {
    Body: ArrayBuffer;
  };
}

function openPart({ partFile }: DownloadJob, isThere: boolean, { host }: TransferCall): Promise<FileWriter> {
  const { files } = host;
  return files.openForWrite?.(partFile, isThere) ?? Promise.reject(new FileFailure('other', 'open is not supported'));
}

interface Receipt {
  readonly job: DownloadJob;
  readonly source: Source;
  readonly checkpoint: Checkpoint;
  readonly writer: FileWriter;
}

async function receiveRanges(
  { job, source, checkpoint, writer }: Receipt,
  run: TaskRun,
  call: TransferCall,
): Promise<void> {
  const { answer, sizeBytes, first } = source;
  const { parts: received, partBytes } = checkpoint;
  const parts = planParts(sizeBytes, first && first.data.byteLength === sizeBytes ? sizeBytes : partBytes);
  const missing = parts.filter(({ number }) => !received.has(number));
  let loaded = missing.reduce((rest, { length }) => rest - length, sizeBytes);
  run.enterTransfer(sizeBytes, loaded);
  const record = (isLast: boolean): void => call.checkpoints.save(job.recordId, checkpoint, parts.length, isLast);
  try {
    await forEachLimit(missing, job.rangesAtATime, call.signal, async (part) => {
      const isHere = first?.number === part.number;
      const data = isHere ? first.data : (await fetchRange(job, part, answer.ETag, call)).Body;
      if (data.byteLength !== part.length)
        throw integrityError(`Range ${part.number}`, `${part.length} bytes`, `${data.byteLength} bytes`);
      const { crc64 } = digestBytes(data, call);
      await whileWriting(job.partFile, writer.write(part.start, data));
      received.set(part.number, { etag: '-', crc64: await crc64 });
      loaded += part.length;
      run.reportProgress(loaded);
      record(false);
    });
  } finally {
    record(true);
  }
}

/** Compares the checksum of what was received, or that of the finished file, with the object's. */
async function verifyFile(
  job: DownloadJob,
  { answer, sizeBytes }: Source,
  checkpoint: Checkpoint,
  call: TransferCall,
): Promise<void> {
  const { size } = await statFile(call.host.files, job.partFile);
  if (size !== sizeBytes) throw integrityError(job.target, `${sizeBytes} bytes`, `${size} bytes`);
  if (!call.options.CheckIntegrity) return;
  const stored = readStored(headersOf(answer as unknown as Result));
  const parts = planParts(sizeBytes, Math.min(checkpoint.partBytes, Math.max(sizeBytes, 1)));
  const crc64 = combineParts(
    parts.map(({ number, length }) => ({ crc64: checkpoint.parts.get(number)?.crc64 ?? '', sizeBytes: length })),
  );
  if (stored.crc64 && crc64) {
    if (stored.crc64 !== crc64) throw integrityError(job.target, stored.crc64, crc64);
    return;
  }
  const md5 = stored.md5 && (await digestFile(call.host.files, job.partFile));
  if (md5 && md5 !== stored.md5) throw integrityError(job.target, stored.md5 ?? '', md5);
}
