import { encodeKeyPath } from '../base/percent';
import { sleep } from '../base/clock';
import { forEachLimit } from '../base/for-each-limit';
import { StopSource } from '../base/signal';
import type { TaskRun } from '../base/task-run';
import { CosError } from '../errors';
import { callOperation, type Result } from '../http/call';
import { bucketOrigins, hostOf } from '../http/endpoint';
import { multipart } from '../operations/multipart';
import { object } from '../operations/object';
import { combineParts, headersOf, integrityError, readStored } from './integrity';
import { abandonUpload, beginUpload } from './multipart-begin';
import type { MultipartJob } from './multipart-job';
import { planParts, type Part } from './part-plan';
import type { Session, TransferCall, TransferContext } from './transfer-context';

/** Failures of Complete that leave open whether COS has put the object together. */
const openEnds = ['NoSuchUpload', 'NetworkError', 'Timeout', 'Interrupted', 'InvalidResponse'];
/** What was sent is of no use any more: another process has ended the upload, or COS holds something else. */
const lostUploads = ['NoSuchUpload', 'InvalidPart', 'InvalidPartOrder', 'IntegrityError'];

/** What is done before needs no record. */
const identifyDelayMs = 2000;

const isOneOf = (codes: readonly string[], error: unknown): error is CosError =>
  error instanceof CosError && codes.indexOf(error.code) >= 0;

/** Uploads in parts, goes on where an earlier run has stopped, and starts over once where that is impossible. */
export async function uploadInParts(job: MultipartJob, run: TaskRun, call: TransferCall): Promise<Result> {
  for (let isLast = false; ; isLast = true) {
    const session = await beginUpload(job, call);
    try {
      return await finishUpload(job, session, run, call);
    } catch (error) {
      if (error instanceof CosError) error.UploadId = session.uploadId;
      if (!isOneOf(lostUploads, error)) throw error;
      endSession(job.params, call);
      if (isLast) throw error;
    }
  }
}

/** Gives up what an unfinished run has left, on the server and here. */
export function endSession(params: object, context: TransferContext): void {
  const session = context.sessions.get(params);
  context.sessions.delete(params);
  if (session) abandonUpload(session, context);
}

async function finishUpload(job: MultipartJob, session: Session, run: TaskRun, call: TransferCall): Promise<Result> {
  call.uploadsInUse.add(session.uploadId);
  try {
    await sendParts(job, session, run, call);
    await job.checkSource();
    const result = await completeUpload(job, session, call);
    call.sessions.delete(job.params);
    if (session.recordId) call.checkpoints.forget(session.recordId);
    return result;
  } finally {
    call.uploadsInUse.delete(session.uploadId);
  }
}

async function sendParts(job: MultipartJob, session: Session, run: TaskRun, call: TransferCall): Promise<void> {
  const parts = planParts(job.sizeBytes, session.partBytes);
  let loaded = parts.reduce((sum, { number, length }) => sum + (session.parts.has(number) ? length : 0), 0);
  run.enterTransfer(job.sizeBytes, loaded);
  const record = (isLast: boolean): void => {
    const isCurrent = call.sessions.get(job.params) === session;
    if (isCurrent && session.recordId && session.identity)
      call.checkpoints.save(session.recordId, session, parts.length, isLast);
  };
  const identify = async (): Promise<void> => {
    session.identity = session.identity || ((await job.identify?.()) ?? '');
    record(true);
  };
  // A file is read once more for its digest: small uploads are over before. Without a record an upload is found on the server.
  const timer = new StopSource();
  sleep(call.host.clock, job.identifiesAtOnce ? 0 : identifyDelayMs, timer)
    .then(identify)
    .catch(() => undefined);
  try {
    const missing = parts.filter(({ number }) => !session.parts.has(number));
    await forEachLimit(missing, job.lanes.limit, call.signal, async (part) => {
      const sent = await job.lanes.time(part.length, () => sendPart(job, session, part, call));
      session.parts.set(part.number, sent);
      loaded += part.length;
      run.reportProgress(loaded);
      record(false);
    });
  } catch (error) {
    if (call.signal.reason !== 'canceled') await identify().catch(() => undefined);
    throw error;
  } finally {
    timer.stop('canceled');
  }
}

async function sendPart(job: MultipartJob, { uploadId, offered }: Session, part: Part, call: TransferCall) {
  const etag = offered?.get(part.number);
  const stored = etag && (await job.matchPart?.(part, etag, call));
  if (stored) return stored;
  const onAttemptFailed = ({ code }: CosError): void => {
    if (code === 'Timeout') job.lanes.narrow();
  };
  return job.sendPart(part, uploadId, { ...call, onAttemptFailed });
}

async function completeUpload(
  job: MultipartJob,
  { uploadId, partBytes, parts: sent }: Session,
  call: TransferCall,
): Promise<Result> {
  const parts = planParts(job.sizeBytes, partBytes);
  const crc64 = combineParts(
    parts.map(({ number, length }) => ({ crc64: sent.get(number)?.crc64 ?? '', sizeBytes: length })),
  );
  const Parts = parts.map(({ number }) => ({ PartNumber: number, ETag: sent.get(number)?.etag }));
  const params = { ...job.stages.complete, UploadId: uploadId, Parts };
  try {
    const result = await callOperation('multipartComplete', multipart.multipartComplete, params, call);
    const stored = readStored(headersOf(result)).crc64;
    if (call.options.CheckIntegrity && crc64 && stored && crc64 !== stored)
      throw integrityError(job.stages.target.Key, crc64, stored);
    return result;
  } catch (error) {
    const result = isOneOf(openEnds, error) && crc64 ? await findCompleted(job, crc64, call) : undefined;
    if (!result) throw error;
    return result;
  }
}

/** The answer to Complete was lost; what the bucket holds now tells whether COS has done the work. */
async function findCompleted(
  { stages: { target } }: MultipartJob,
  crc64: string,
  call: TransferCall,
): Promise<Result | undefined> {
  try {
    const head = await callOperation('headObject', object.headObject, { ...target }, call);
    if (readStored(headersOf(head)).crc64 !== crc64) return undefined;
    const { Bucket, Key } = target;
    const [origin = ''] = bucketOrigins(target, call.options);
    return { ...head, Location: hostOf(origin) + encodeKeyPath(`/${Key}`), Bucket, Key };
  } catch (error) {
    // Not there, or not allowed to look: the failure of Complete stands.
    if (error instanceof CosError) return undefined;
    throw error;
  }
}
