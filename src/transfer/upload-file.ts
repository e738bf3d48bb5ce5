import { callSafely } from '../base/report';
import { CosError } from '../errors';
import type { Result } from '../http/call';
import type { UploadResult } from '../operations/object';
import { endSession } from './multipart-upload';
import { simpleUploads } from './simple-upload';
import { partsActions, prepareUpload, uploadPrepared, uploadWhole, type PartsUploadParams } from './slice-upload';
import { transfer } from './transfer';

export interface UploadFileParams extends PartsUploadParams {
  /** Larger contents go in parts, others with one request (see option SimpleUploadMethod). Bytes. Default: option SliceSize. */
  SliceSize?: number;
  /** Called when this file is done, with the error or the result, and with the parameters of the call. */
  onFileFinish?: (error: CosError | null, data: UploadFileResult | undefined, options: UploadFileParams) => void;
}

export interface UploadFileResult extends UploadResult {
  Bucket: string;
  Key: string;
}

/** Small files go by one of the first two, as SimpleUploadMethod says. */
export const uploadActions = ['PostObject', 'PutObject', ...partsActions];

export const fileUploads = {
  /**
   * Uploads a file (高级上传): a small one with one request, a large one in parts, which can be paused and resumed.
   * @see https://cloud.tencent.com/document/product/436/64960
   */
  uploadFile: transfer<UploadFileParams, UploadFileResult>(
    async (params, run, context) => {
      const { options } = context;
      try {
        const preparation = await prepareUpload('uploadFile', params, context);
        const { sizeBytes, identify } = preparation.content;
        const simple = identify ? simpleUploads[options.SimpleUploadMethod] : simpleUploads.putObject;
        const result: Result =
          sizeBytes > (params.SliceSize ?? options.SliceSize)
            ? await uploadPrepared(preparation, params.ChunkSize ?? options.ChunkSize, run, context)
            : await uploadWhole(simple, params, run, context);
        callSafely(params.onFileFinish, null, result as unknown as UploadFileResult, params);
        return result as unknown as UploadFileResult;
      } catch (error) {
        if (error instanceof CosError) callSafely(params.onFileFinish, error, undefined, params);
        throw error;
      }
    },
    uploadActions,
    { discard: endSession },
  ),
};
