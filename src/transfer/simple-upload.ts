import { toArrayBuffer } from '../base/bytes';
import { encodeKeyPath } from '../base/percent';
import { countUtf8Bytes } from '../base/utf8';
import { md5Base64, md5Hex } from '../digest/md5';
import { argumentError } from '../errors';
import { buildDraft, checkBody } from '../http/build';
import { sendDraft } from '../http/call';
import { requireParam } from '../http/check-params';
import type { ClientContext } from '../http/client-context';
import type { Draft } from '../http/draft';
import { hostOf } from '../http/endpoint';
import { setHeader } from '../http/headers';
import type { UploadResult } from '../operations/object';
import { operation } from '../schema/operation';
import type { ObjectParams, UploadHeaderParams } from '../schema/params';
import { readFile, statFile } from './local-file';
import type { TaskRun } from '../base/task-run';
import { transfer, type UploadEvents } from './transfer';

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
  putObject: transfer<PutObjectParams, UploadResult>(async (params, run, context) => {
    const bare = buildDraft('putObject', putObjectOperation, { ...params, Body: params.Body ?? '' }, context);
    const body = await readBody(params, run, context);
    const draft = withDigests({ ...bare, body }, params, context);
    const size = typeof body === 'string' ? countUtf8Bytes(body) : body.byteLength;
    run.enterTransfer(size);
    const result = await sendDraft(draft, putObjectOperation, params, { ...context, signal: run.signal });
    run.reportProgress(size);
    // The operation decodes to what it declares.
    return result as unknown as UploadResult;
  }),

  /**
   * Uploads a file with a form (表单上传): the platform streams it from disk and tells the progress.
   * Needs the bucket's domain in the list of uploadFile domains.
   * @see https://cloud.tencent.com/document/product/436/14690
   */
  postObject: transfer<PostObjectParams, UploadResult>(async (params, run, context) => {
    const object = buildDraft('postObject', postObjectOperation, { ...params }, context);
    const { size } = await statFile(context.host.files, params.FilePath);
    run.enterTransfer(size);
    const form = { filePath: params.FilePath, name: 'file', fields: formFields(object) };
    const draft: Draft = { ...object, path: '/', headers: {}, body: form, formSize: size };
    const onSent = (sent: number, total: number): void => {
      // The platform counts the whole form, the caller the file.
      run.reportProgress(total > 0 ? Math.floor((Math.min(sent, total) / total) * size) : 0);
    };
    const result = await sendDraft(draft, postObjectOperation, params, { ...context, signal: run.signal, onSent });
    run.reportProgress(size);
    const Location = hostOf(object.origins[0] ?? '') + encodeKeyPath(object.path);
    return { ETag: '', ...result, Location };
  }),
};

async function readBody(params: PutObjectParams, run: TaskRun, context: ClientContext): Promise<string | ArrayBuffer> {
  if (params.Body !== undefined) return checkBody(params.Body);
  requireParam({ ...params }, 'FilePath', 'or Body: putObject needs one of them.');
  const { files } = context.host;
  const path = params.FilePath ?? '';
  const { size } = await statFile(files, path);
  run.signal.throwIfStopped();
  return readFile(files, path, 0, size);
}

/** The digests that the options ask for. */
function withDigests(draft: Draft, params: PutObjectParams, { options }: ClientContext): Draft {
  const { body } = draft;
  const content = typeof body === 'string' ? body : toArrayBuffer(body);
  if (content === undefined) throw argumentError('Body should be a string or an ArrayBuffer.');
  const headers = { ...draft.headers };
  if (options.UploadCheckContentMd5) setHeader(headers, 'Content-MD5', params.ContentMD5 ?? md5Base64(content));
  if (options.UploadAddMetaMd5) setHeader(headers, 'x-cos-meta-md5', md5Hex(content));
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
