import { encodeKeyPath } from '../base/percent';
import { neverStops } from '../base/signal';
import { buildDraft } from '../http/build';
import { callOperation, type Result } from '../http/call';
import { checkCount } from '../http/check-params';
import { readCopySource, type CopySource } from '../http/copy-source';
import { bucketOrigins, hostOf } from '../http/endpoint';
import { object, type UploadResult } from '../operations/object';
import { objectCopy, type PutObjectCopyParams } from '../operations/object-copy';
import type { ObjectParams, ProgressEvent } from '../schema/params';
import { composite } from './composite';
import { headersOf, readStored } from './integrity';
import { Lanes } from './lanes';
import type { MultipartJob } from './multipart-job';
import { uploadInParts } from './multipart-upload';
import { ProgressMeter } from './progress-meter';
import type { TransferCall } from './transfer-context';

export interface SliceCopyFileParams extends PutObjectCopyParams {
  /** Larger objects are copied in parts. Bytes. Default: option CopySliceSize. */
  SliceSize?: number;
  /** Bytes of a part, 1 MiB to 5 GiB. Default: option CopyChunkSize. */
  ChunkSize?: number;
  /** Parts copied at the same time, at most 8. Default: option CopyChunkParallelLimit. */
  AsyncLimit?: number;
  /** Called while parts are copied, at most once per ProgressInterval, and at the end. */
  onProgress?: (progress: ProgressEvent) => void;
}

export interface SliceCopyFileResult extends UploadResult {
  Bucket: string;
  Key: string;
}

/** What a copy in parts has to take over by itself; a copy with one request does it on the server. */
const metadataHeaders =
  /^(x-cos-meta-.*|cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/;

export const copies = {
  /**
   * Copies an object of any size (分块复制对象), a large one in parts; the source must not change meanwhile (412). A copy that
   * broke off goes on where it was when it is called again.
   * @see https://cloud.tencent.com/document/product/436/64983
   */
  sliceCopyFile: composite<SliceCopyFileParams, SliceCopyFileResult>(
    async (params, call) => {
      const { options, host } = call;
      const plan = planCopy(params, call);
      const head = await headSource(plan.source, params, call);
      const sizeBytes = Number(headersOf(head)['content-length'] ?? 0);
      const meter = new ProgressMeter(host.clock, options.ProgressInterval, params.onProgress);
      const result =
        sizeBytes > (params.SliceSize ?? options.CopySliceSize)
          ? await copyInParts({ ...plan, params, head, sizeBytes }, meter, call)
          : await callOperation('sliceCopyFile', objectCopy.putObjectCopy, { ...params }, call);
      meter.report(sizeBytes, sizeBytes);
      const { Bucket, Key } = plan.target;
      const [origin = ''] = bucketOrigins(plan.target, options);
      const Location = hostOf(origin) + encodeKeyPath(`/${Key}`);
      // Copy and Complete both answer an ETag.
      return { Location, Bucket, Key, ...result } as unknown as SliceCopyFileResult;
    },
    [
      'HeadObject',
      'GetObject',
      'PutObject',
      'InitiateMultipartUpload',
      'ListParts',
      'CompleteMultipartUpload',
      'AbortMultipartUpload',
    ],
  ),
};

interface CopyPlan {
  readonly source: CopySource;
  readonly target: ObjectParams;
}

/** Checks the parameters before anything is sent. */
function planCopy(params: SliceCopyFileParams, call: TransferCall): CopyPlan {
  ['SliceSize', 'ChunkSize', 'AsyncLimit'].forEach((name) => checkCount({ ...params }, name));
  const { Bucket, Region, Key } = buildDraft('sliceCopyFile', objectCopy.putObjectCopy, { ...params }, call);
  return { source: readCopySource(params.CopySource, call.options), target: { Bucket, Region, Key } };
}

function headSource(source: CopySource, params: SliceCopyFileParams, call: TransferCall): Promise<Result> {
  const { Bucket, Region, Key, VersionId } = source;
  const conditions = {
    IfMatch: params.CopySourceIfMatch,
    IfNoneMatch: params.CopySourceIfNoneMatch,
    IfModifiedSince: params.CopySourceIfModifiedSince,
    IfUnmodifiedSince: params.CopySourceIfUnmodifiedSince,
  };
  // Without `recover`: what has not changed is not copied, and that is an error here.
  const head = { ...object.headObject, recover: {} };
  return callOperation('sliceCopyFile', head, { Bucket, Region, Key, VersionId, ...conditions }, call);
}

interface PartsCopy extends CopyPlan {
  readonly params: SliceCopyFileParams;
  readonly head: Result;
  readonly sizeBytes: number;
}

function copyInParts(copy: PartsCopy, meter: ProgressMeter, call: TransferCall): Promise<Result> {
  const { params, source, target, head, sizeBytes } = copy;
  const etag = String(head['ETag']);
  const job: MultipartJob = {
    params,
    stages: { target, init: planInit(copy), complete: target },
    sizeBytes,
    wantedPartBytes: params.ChunkSize ?? call.options.CopyChunkSize,
    lanes: new Lanes(params.AsyncLimit ?? call.options.CopyChunkParallelLimit, call.host.clock),
    stamp: etag,
    identify: () => Promise.resolve(`${source.header} ${etag}`),
    checkSource: () => Promise.resolve(),
    sendPart: async ({ number, start, length }, UploadId, partCall) => {
      const part = {
        ...target,
        UploadId,
        PartNumber: number,
        CopySource: source.header,
        CopySourceRange: `bytes=${start}-${start + length - 1}`,
        CopySourceIfMatch: etag,
      };
      const result = await callOperation('sliceCopyFile', objectCopy.uploadPartCopy, part, partCall);
      const crc64 = readStored(headersOf(result)).crc64 ?? '';
      return { etag: String(result['ETag']).replace(/"/g, ''), crc64 };
    },
  };
  const run = {
    signal: neverStops,
    enterTransfer: (total: number, loaded = 0) => meter.report(loaded, total),
    reportProgress: (loaded: number) => meter.report(loaded, sizeBytes),
    reportHash: () => undefined,
  };
  return uploadInParts(job, run, call);
}

/** The new object gets the metadata of the old one, unless the caller replaces them. */
function planInit({ params, head, target }: PartsCopy): ObjectParams {
  const { MetadataDirective, Headers, ...rest } = params;
  const copied: Record<string, string> = {};
  if (MetadataDirective !== 'Replaced')
    Object.entries(headersOf(head)).forEach(([name, value = '']) => {
      if (metadataHeaders.test(name)) copied[name] = value;
    });
  const own = Object.entries(rest).filter(([name]) => !/^CopySource/.test(name));
  const named = own.reduce<Record<string, unknown>>((all, [name, value]) => ({ ...all, [name]: value }), {});
  return { ...named, ...target, Headers: { ...copied, ...Headers } };
}
