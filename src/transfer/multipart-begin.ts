import { sleep } from '../base/clock';
import { decodePercent } from '../base/percent';
import { neverStops, StopSource } from '../base/signal';
import { CosError } from '../errors';
import { callOperation } from '../http/call';
import { multipart, type MultipartListPartResult, type MultipartListResult } from '../operations/multipart';
import type { ObjectParams } from '../schema/params';
import { Checkpoints, type Checkpoint } from './checkpoints';
import type { MultipartJob } from './multipart-job';
import { choosePartSize, countParts, planParts } from './part-plan';
import type { Session, TransferCall, TransferContext } from './transfer-context';

/** What is found of an earlier upload beside the first request of a new one may arrive this much later. */
const lookupGraceMs = 100;
/** Leftovers of many failed uploads of one object are not searched through. */
const maxCandidates = 3;

type Uploads = MultipartListResult['Upload'];
type Parts = MultipartListPartResult['Part'];

const withoutQuotes = (etag: string): string => etag.replace(/"/g, '');

/** The upload that the parts go to: one that was begun before where there is one, else a new one. */
export async function beginUpload(job: MultipartJob, call: TransferCall): Promise<Session> {
  const known = call.sessions.get(job.params);
  if (known?.stamp === job.stamp) return known;
  if (known) abandonUpload(known, call);
  const session = (await resumeRecorded(job, call)) ?? (await beginNew(job, call));
  call.sessions.set(job.params, session);
  return session;
}

function recordIdOf({ identify, stages: { target }, sizeBytes }: MultipartJob): string | undefined {
  return identify && Checkpoints.idOf(target.Bucket, target.Region, target.Key, String(sizeBytes));
}

function newSession(job: MultipartJob, checkpoint: Omit<Checkpoint, 'identity'> & Partial<Session>): Session {
  const recordId = recordIdOf(job);
  const { stamp, stages } = job;
  return { identity: '', ...checkpoint, stamp, target: stages.target, ...(recordId ? { recordId } : {}) };
}

/** An upload of an earlier run of the app. */
async function resumeRecorded(job: MultipartJob, call: TransferCall): Promise<Session | undefined> {
  const recordId = recordIdOf(job);
  const record = recordId && call.checkpoints.find(recordId);
  if (!record || call.uploadsInUse.has(record.uploadId)) return undefined;
  const session = newSession(job, record);
  if (record.identity !== (await job.identify?.())) {
    // Another content for the same object: the old parts are of no use to anybody.
    abandonUpload(session, call);
    return undefined;
  }
  // All is sent: whether it was completed as well shows when it is completed again.
  if (record.parts.size === countParts(job.sizeBytes, record.partBytes)) return session;
  return (await keepStoredParts(job, session, call)) ? session : undefined;
}

/** Drops the parts that COS does not have as they were recorded. False where COS does not know the upload. */
async function keepStoredParts(job: MultipartJob, session: Session, call: TransferCall): Promise<boolean> {
  try {
    const stored = new Map<number, string>();
    (await listParts(job, session.uploadId, call)).forEach(({ PartNumber, ETag }) =>
      stored.set(Number(PartNumber), withoutQuotes(ETag)),
    );
    session.parts.forEach(({ etag }, number) => {
      if (stored.get(number) !== etag) session.parts.delete(number);
    });
    return true;
  } catch (error) {
    if (error instanceof CosError && error.code === 'NoSuchUpload') return false;
    // Without the permission to list parts the record has to do.
    if (error instanceof CosError && error.statusCode === 403) return true;
    throw error;
  }
}

/**
 * Begins an upload, and at the same time looks for one that was left unfinished on the server, so that looking costs no
 * time where there is none.
 */
async function beginNew(job: MultipartJob, call: TransferCall): Promise<Session> {
  const search = new StopSource();
  const unsubscribe = call.signal.onStop((reason) => search.stop(reason));
  const { clock } = call.host;
  const startMs = clock.now();
  // One attempt, and whatever goes wrong: a denied ListMultipartUploads is no error.
  const searching = { ...call, signal: search, options: { ...call.options, ChunkRetryTimes: 0 } };
  const lookup = findOnServer(job, searching).catch(() => undefined);
  try {
    const answer = await callOperation('multipartInit', multipart.multipartInit, { ...job.stages.init }, call);
    const graceMs = clock.now() - startMs + lookupGraceMs;
    const grace = sleep(clock, graceMs, search).then(() => undefined);
    const found = await Promise.race([lookup, grace.catch(() => undefined)]);
    call.signal.throwIfStopped();
    const uploadId = String(answer['UploadId']);
    if (found) {
      abortUpload(job.stages.target, uploadId, call);
      return found;
    }
    const partBytes = choosePartSize(job.sizeBytes, job.wantedPartBytes, call.options.MaxPartNumber);
    return newSession(job, { uploadId, partBytes, parts: new Map() });
  } finally {
    search.stop('canceled');
    unsubscribe();
  }
}

/** An unfinished upload of the same content that no record tells of. */
async function findOnServer(job: MultipartJob, call: TransferCall): Promise<Session | undefined> {
  if (!job.matchPart) return undefined;
  const { Key, ...bucket } = job.stages.target;
  const params = { ...bucket, Prefix: Key, EncodingType: 'url' };
  const { Upload } = (await callOperation('multipartList', multipart.multipartList, params, call)) as {
    Upload: Uploads;
  };
  const candidates = Upload.filter(
    (upload) => decodePercent(upload.Key) === Key && !call.uploadsInUse.has(upload.UploadId),
  );
  const newestFirst = candidates.sort((a, b) => (a.Initiated < b.Initiated ? 1 : -1)).slice(0, maxCandidates);
  for (const { UploadId } of newestFirst) {
    const session = await matchUpload(job, UploadId, call);
    if (session) return session;
  }
  return undefined;
}

/** The upload, if its parts are cut as this content would be, and the first of them is from this content. */
async function matchUpload(job: MultipartJob, uploadId: string, call: TransferCall): Promise<Session | undefined> {
  const stored = await listParts(job, uploadId, call);
  const partBytes = Math.max(0, ...stored.map(({ Size }) => Number(Size)));
  if (choosePartSize(job.sizeBytes, partBytes, call.options.MaxPartNumber) !== partBytes) return undefined;
  const plan = planParts(job.sizeBytes, partBytes);
  const offered = new Map<number, string>();
  for (const { PartNumber, Size, ETag } of stored) {
    if (plan[Number(PartNumber) - 1]?.length !== Number(Size)) return undefined;
    offered.set(Number(PartNumber), withoutQuotes(ETag));
  }
  const first = plan.find(({ number }) => offered.has(number));
  const matched = first && (await job.matchPart?.(first, offered.get(first.number) ?? '', call));
  if (!first || !matched) return undefined;
  return newSession(job, { uploadId, partBytes, parts: new Map([[first.number, matched]]), offered });
}

async function listParts(job: MultipartJob, UploadId: string, call: TransferCall): Promise<Parts> {
  const parts: Parts = [];
  for (let PartNumberMarker: string | undefined; ;) {
    const params = { ...job.stages.target, UploadId, PartNumberMarker };
    const page = await callOperation('multipartListPart', multipart.multipartListPart, params, call);
    const { Part, IsTruncated, NextPartNumberMarker } = page as unknown as MultipartListPartResult;
    parts.push(...Part);
    if (IsTruncated !== 'true' || !NextPartNumberMarker) return parts;
    PartNumberMarker = NextPartNumberMarker;
  }
}

/** Has COS delete the parts, in the background. Keys without that permission leave it to the bucket's lifecycle rules. */
function abortUpload(target: ObjectParams, UploadId: string, context: TransferContext): void {
  const call = { ...context, signal: neverStops };
  callOperation('multipartAbort', multipart.multipartAbort, { ...target, UploadId }, call).catch(() => undefined);
}

/** Gives an upload up: its record, and its parts on the server. */
export function abandonUpload({ target, uploadId, recordId }: Session, context: TransferContext): void {
  if (recordId) context.checkpoints.forget(recordId);
  if (!context.uploadsInUse.has(uploadId)) abortUpload(target, uploadId, context);
}
