import { encodeKeyPath } from '../base/percent';
import { md5HexToBase64 } from '../digest/md5';
import { buildDraft } from '../http/build';
import { sendDraft } from '../http/call';
import type { Draft } from '../http/draft';
import { hostOf } from '../http/endpoint';
import { hasHeader, setHeader } from '../http/headers';
import type { UploadResult } from '../operations/object';
import { operation } from '../schema/operation';
import type { ObjectParams, UploadHeaderParams } from '../schema/params';
import { openContent, type Content } from './content';
import { digestBytes, hashContent, sendChecked, type Digests } from './integrity';
import { taskCall } from './task-call';
import { transfer, type UploadEvents } from './transfer';
import type { TransferCall } from './transfer-context';

export interface PutObjectParams extends ObjectParams, UploadHeaderParams, UploadEvents {
  /** The content: text (sent as UTF-8) or an ArrayBuffer. Wins over FilePath. */
  Body?: string | ArrayBuffer;
  /** Path of the file to send, as wx gives it. Read into memory, at most 100 MB: larger files go with uploadFile. */
  FilePath?: string;
  /** Base64 of the content's MD5: COS refuses content that arrives differently (400 BadDigest). */
  ContentMD5?: string;
}

export interface PostObjectParams extends ObjectParams, UploadHeaderParams, UploadEvents {
  /** Path of the file to send, as wx gives it. The platform reads it from disk, at most 5 GB. */
  FilePath: string;
}

const putObjectOperation = operation<PutObjectParams, UploadResult>({
  method: 'PUT',
  on: 'object',
  body: 'raw',
  isTyped: true,
  resultHeaders: { ETag: 'etag' },
  decode: ({ location }, fields) => ({ ...fields, Location: location }),
});

const postObjectOperation = operation<PostObjectParams, UploadResult>({
  method: 'POST',
  on: 'object',
  needs: ['FilePath'],
  isTyped: true,
  resultHeaders: { ETag: 'etag' },
});

export const simpleUploads = {
  /**
   * Uploads an object with one PUT request (简单上传), from memory or from a file.
   * @see https://cloud.tencent.com/document/product/436/7749
   */
  putObject: transfer<PutObjectParams, UploadResult>(
    async (params, run, context) => {
      const bare = buildDraft('putObject', putObjectOperation, { ...params, Body: params.Body ?? '' }, context);
      const content = await openContent(params, 'putObject', context);
      const call = taskCall(context, run);
      const data = await content.read(0, content.sizeBytes);
      run.signal.throwIfStopped();
      const md5 = await askDigest(params, content, call);
      run.enterTransfer(content.sizeBytes);
      const { digests } = digestBytes(data, call);
      // Text is sent as text, as the platform expects it.
      const draft = { ...withMd5(bare, md5, call), body: typeof params.Body === 'string' ? params.Body : data };
      const result = await sendChecked(`Object ${draft.Key}`, digests, call, () =>
        sendDraft(draft, putObjectOperation, params, call),
      );
      run.reportProgress(content.sizeBytes);
      // The operation decodes to what it declares.
      return result as unknown as UploadResult;
    },
    ['PutObject'],
  ),

  /**
   * Uploads a file with a form (表单上传): the platform streams it from disk and tells the progress.
   * Needs the bucket's domain in the list of uploadFile domains.
   * @see https://cloud.tencent.com/document/product/436/14690
   */
  postObject: transfer<PostObjectParams, UploadResult>(
    async (params, run, context) => {
      const object = buildDraft('postObject', postObjectOperation, { ...params }, context);
      const { FilePath } = params;
      const content = await openContent({ FilePath }, 'postObject', context);
      const { sizeBytes } = content;
      const call = taskCall(context, run);
      const md5 = await askDigest({}, content, call);
      run.enterTransfer(sizeBytes);
      const form = { filePath: FilePath, name: 'file', fields: formFields(withMd5(object, md5, call)) };
      const draft: Draft = { ...object, path: '/', headers: {}, body: form, formSize: sizeBytes };
      const onSent = (sent: number, total: number): void => {
        // The platform counts the whole form, the caller the file.
        run.reportProgress(total > 0 ? Math.floor((Math.min(sent, total) / total) * sizeBytes) : 0);
      };
      const result = await sendChecked(`Object ${object.Key}`, digestFileOnDemand(content, call), call, () =>
        sendDraft(draft, postObjectOperation, params, { ...call, onSent }),
      );
      run.reportProgress(sizeBytes);
      const Location = hostOf(object.origins[0] ?? '') + encodeKeyPath(object.path);
      return { ETag: '', ...result, Location };
    },
    ['PostObject'],
  ),
};

/** The platform's own MD5 costs no JavaScript; where there is none, the file is read and summed up here. */
function digestFileOnDemand(content: Content, call: TransferCall): Digests {
  const md5 = ['md5', () => content.md5(call)] as const;
  const crc64 = ['crc64', () => hashContent(call.newCrc64(), content, call)] as const;
  const { files } = call.host;
  if (files.digest) return [md5, crc64];
  return files.canReadRanges ? [crc64, md5] : [];
}

/** The MD5 that the options ask for. */
async function askDigest(
  params: { ContentMD5?: string },
  content: Content,
  call: TransferCall,
): Promise<string | undefined> {
  const { UploadAddMetaMd5, UploadCheckContentMd5 } = call.options;
  return UploadAddMetaMd5 || (UploadCheckContentMd5 && !params.ContentMD5) ? content.md5(call) : undefined;
}

function withMd5(draft: Draft, md5: string | undefined, { options }: TransferCall): Draft {
  if (md5 === undefined) return draft;
  const headers = { ...draft.headers };
  if (options.UploadCheckContentMd5 && !hasHeader(headers, 'Content-MD5'))
    setHeader(headers, 'Content-MD5', md5HexToBase64(md5));
  if (options.UploadAddMetaMd5) setHeader(headers, 'x-cos-meta-md5', md5);
  return { ...draft, headers };
}

/** A form has no headers: COS reads the same values from fields, two of them under other names. */
function formFields(draft: Draft): Record<string, string> {
  const fields: Record<string, string> = { key: draft.Key, success_action_status: '200' };
  Object.entries(draft.headers).forEach(([name, value]) => {
    fields[name.toLowerCase() === 'x-cos-acl' ? 'acl' : name] = value;
  });
  return fields;
}
