import type { TaskRun } from '../base/task-run';
import { md5HexToBase64 } from '../digest/md5';
import { buildDraft } from '../http/build';
import { callOperation, type Result } from '../http/call';
import { checkCount } from '../http/check-params';
import { multipart, type MultipartCompleteResult } from '../operations/multipart';
import type { ObjectParams, UploadHeaderParams } from '../schema/params';
import { openContent, type Content } from './content';
import { digestBytes, md5OfBytes, sendChecked } from './integrity';
import { Lanes } from './lanes';
import { endSession, uploadInParts } from './multipart-upload';
import type { MultipartJob, StageParams } from './multipart-job';
import { simpleUploads } from './simple-upload';
import { taskCall } from './task-call';
import { transfer, type Transfer, type UploadEvents } from './transfer';
import type { TransferCall, TransferContext } from './transfer-context';

/** What an upload that may go in parts accepts. */
export interface PartsUploadParams extends ObjectParams, UploadHeaderParams, UploadEvents {
  /** Path of the file to send, as wx gives it. Parts are read when they are sent. */
  FilePath?: string;
  /** The content, instead of a file. Wins over FilePath. */
  Body?: string | ArrayBuffer;
  /** Ignored: the size is read from the file. */
  FileSize?: number;
  /** Bytes of a part, 1 MiB to 5 GiB. Default: option ChunkSize. Files with too many parts get larger ones. */
  ChunkSize?: number;
  /** Parts sent at the same time, or `'auto'`. Default: option ChunkParallelLimit. */
  AsyncLimit?: number | 'auto';
}

export interface SliceUploadFileParams extends PartsUploadParams {
  /** Older name of ChunkSize. */
  SliceSize?: number;
}

type AnyParams = Readonly<Record<string, unknown>> & ObjectParams;

/** Without these COS can neither write nor read an object that is encrypted with the caller's own key. */
const encryptionNames = ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'];
/** Parameters that the request which begins the upload does not understand. */
const contentNames = ['Body', 'FilePath', 'ContentMD5', 'ContentLength', 'PicOperations'];

const pick = (params: AnyParams, names: readonly string[]): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  names.forEach((name) => {
    if (params[name] !== undefined) picked[name] = params[name];
  });
  return picked;
};

/** `Headers` of the caller without those that describe the content as a whole. */
function requestHeaders(headers: ObjectParams['Headers']): NonNullable<ObjectParams['Headers']> {
  const kept: NonNullable<ObjectParams['Headers']> = {};
  Object.entries(headers ?? {}).forEach(([name, value]) => {
    if (!/^content-/i.test(name)) kept[name] = value;
  });
  return kept;
}

/** The caller's parameters, as each request of the upload gets them. Throws for bad ones. */
function planStages(method: string, params: AnyParams, context: TransferContext): StageParams & { part: ObjectParams } {
  const init = pick(
    params,
    Object.keys(params).filter((name) => contentNames.indexOf(name) < 0),
  );
  const { Bucket, Region, Key } = buildDraft(method, multipart.multipartInit, init, context);
  const target = { Bucket, Region, Key, ...pick(params, encryptionNames) };
  const Headers = requestHeaders(params.Headers);
  return {
    target,
    init: { ...init, ...target },
    part: { ...target, ...pick(params, ['TrafficLimit', 'Query']), Headers },
    complete: { ...target, ...pick(params, ['PicOperations', 'ForbidOverwrite', 'Query']), Headers },
  };
}

/** An upload whose parameters are checked and whose content is at hand. */
interface Preparation {
  readonly params: PartsUploadParams;
  readonly stages: ReturnType<typeof planStages>;
  readonly content: Content;
}

/** Checks the parameters before anything is read or sent. */
export async function prepareUpload(
  method: string,
  params: PartsUploadParams,
  context: TransferContext,
): Promise<Preparation> {
  const stages = planStages(method, params as AnyParams, context);
  ['ChunkSize', 'SliceSize', 'AsyncLimit'].forEach((name) => checkCount(params as AnyParams, name));
  return { params, stages, content: await openContent(params, method, context) };
}

/** Uploads in parts; an empty content, or a file that cannot be read in parts, with one request. */
export async function uploadPrepared(
  { params, stages, content }: Preparation,
  partBytes: number,
  run: TaskRun,
  context: TransferContext,
): Promise<Result> {
  const { options, host } = context;
  const isFile = content.identify !== undefined;
  // Base libraries before 2.10.0 read whole files only.
  if (isFile && !host.files.canReadRanges) return uploadWhole(simpleUploads.postObject, params, run, context);
  if (content.sizeBytes === 0) return uploadWhole(simpleUploads.putObject, params, run, context);
  const call = taskCall(context, run);
  const md5 = options.UploadAddMetaMd5 ? await content.md5(call, (percent) => run.reportHash(percent)) : undefined;
  const job: MultipartJob = {
    ...sourceOf(content, stages.part, run),
    params,
    stages: md5 ? { ...stages, init: { ...stages.init, 'x-cos-meta-md5': md5 } } : stages,
    wantedPartBytes: partBytes,
    lanes: new Lanes(params.AsyncLimit ?? options.ChunkParallelLimit, host.clock),
  };
  return uploadInParts(job, run, call);
}

/** How parts come out of a content. */
function sourceOf(content: Content, params: ObjectParams, run: TaskRun) {
  const { sizeBytes, stamp, identify } = content;
  const source: Pick<MultipartJob, 'sizeBytes' | 'stamp' | 'sendPart' | 'matchPart' | 'checkSource'> = {
    sizeBytes,
    stamp,
    sendPart: async ({ number, start, length }, UploadId, call) =>
      sendBytes(await content.read(start, length), { ...params, UploadId, PartNumber: number }, call),
    matchPart: async ({ start, length }, etag, call) => {
      const data = await content.read(start, length);
      if ((await md5OfBytes(data, call)) !== etag) return undefined;
      return { etag, crc64: await digestBytes(data, call).crc64 };
    },
    checkSource: () => content.checkUnchanged(),
  };
  const { isFresh: identifiesAtOnce } = content;
  return identify ? { ...source, identifiesAtOnce, identify: () => identifyWithProgress(identify, run) } : source;
}

async function identifyWithProgress(identify: NonNullable<Content['identify']>, run: TaskRun): Promise<string> {
  const identity = await identify();
  run.reportHash(1);
  return identity;
}

async function sendBytes(Body: ArrayBuffer, params: object, call: TransferCall) {
  const { digests, crc64 } = digestBytes(Body, call);
  const ContentMD5 = call.options.UploadCheckContentMd5 ? md5HexToBase64(await md5OfBytes(Body, call)) : undefined;
  const sent = { ...params, Body, ContentMD5 };
  const { PartNumber } = params as { PartNumber: number };
  const result = await sendChecked(`Part ${PartNumber}`, digests, call, () =>
    callOperation('multipartUpload', multipart.multipartUpload, sent, call),
  );
  return { etag: String(result['ETag']).replace(/"/g, ''), crc64: await crc64 };
}

/** One request answers a little less than Complete: the missing fields are added. */
export async function uploadWhole(
  { run: upload }: Transfer<never, unknown>,
  params: PartsUploadParams,
  run: TaskRun,
  context: TransferContext,
): Promise<Result> {
  // Both simple uploads understand these parameters, and answer an object.
  const result = (await upload(params as never, run, context)) as Result;
  return { ...result, Bucket: params.Bucket, Key: params.Key };
}

/** HeadObject settles whether an upload was completed whose answer was lost. */
export const partsActions = [
  'InitiateMultipartUpload',
  'ListMultipartUploads',
  'ListParts',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'HeadObject',
];

export const sliceUploads = {
  /**
   * Uploads a file in parts (分块上传), also from memory. Goes on where it was paused, interrupted or ended with the app,
   * even when the user picks the file again.
   * @see https://cloud.tencent.com/document/product/436/14112
   */
  sliceUploadFile: transfer<SliceUploadFileParams, MultipartCompleteResult>(
    async (params, run, context) => {
      const preparation = await prepareUpload('sliceUploadFile', params, context);
      const partBytes = params.ChunkSize ?? params.SliceSize ?? context.options.ChunkSize;
      // It answers what Complete declares.
      return (await uploadPrepared(preparation, partBytes, run, context)) as unknown as MultipartCompleteResult;
    },
    partsActions,
    { discard: endSession },
  ),
};
