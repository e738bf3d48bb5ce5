import { parseAuthorization } from '../auth/authorization';
import { tokenOf, verify } from '../auth/authenticate';
import { authorize } from '../auth/authorize';
import { checkFileSize, checkFormConditions, verifyPostPolicy, type PolicyCondition } from '../auth/post-policy';
import { checkContentMd5, parseContentMd5 } from '../digest/md5';
import { failure } from '../errors';
import { checkKey } from '../server/answer-call';
import type { Answer, BucketCall, Identity } from '../server/call';
import { checkUploadLength } from '../server/cos-request';
import type { ObjectRecord } from '../storage/records';
import { writeXml } from '../xml/write';
import { readForm, type Form } from './form';
import { readAttributes } from './object-attributes';
import { quoteETag, uploadHeaders } from './object-headers';
import type { Operation } from './operation';
import { keepOnlyIf, readForbidOverwrite, storeObject } from './put-object';
import { readTrafficLimit, slower } from './traffic-limit';

export const postObjectOperations: Operation[] = [
  { name: 'PostObject', method: 'POST', on: 'bucket', access: 'handler', isUnsigned: true, handle: postObject },
];

async function postObject(unidentified: BucketCall): Promise<Answer> {
  checkUploadLength(unidentified.request);
  const form = await readForm(unidentified);
  const fields = completeFields(form, unidentified);
  const { identity, conditions } = identifyForm(unidentified, fields);
  unidentified.note({ identity });
  const call: BucketCall = { ...unidentified, identity };
  const { key } = fields;
  checkKey({ key });
  checkFormConditions(conditions, fields, call.bucket.settings.Bucket);
  const facts = { 'content-type': fields['content-type'] };
  authorize(call, { action: 'PostObject', kind: 'write', key, isObject: true, facts });
  const record = await receiveFile(call, { form, fields, conditions });
  return answerForm(call, fields, record);
}

type Fields = Readonly<Record<string, string>> & { readonly key: string };

function completeFields(form: Form, call: BucketCall): Fields {
  const key = form.fields['key']?.replaceAll('${filename}', () => form.fileName).replace(/^\//, '');
  if (key === undefined || key === '') throw failure('InvalidArgument', 'The form must contain a field named key.');
  call.note({ key });
  return { ...form.fields, key };
}

/** By policy, by an ordinary authorization for `POST /` in the form or in the header, or anonymous. */
function identifyForm(
  call: BucketCall,
  fields: Fields,
): { identity: Identity; conditions: readonly PolicyCondition[] } {
  const { services, request } = call;
  const token = fields['x-cos-security-token'] || tokenOf(request);
  if (fields['policy'] !== undefined || fields['q-signature'] !== undefined) {
    return verifyPostPolicy(services, fields, token);
  }
  const text = fields['signature'] ?? fields['authorization'] ?? request.headers['authorization'];
  if (!text) return { identity: { kind: 'anonymous' }, conditions: [] };
  const authorization = parseAuthorization(text);
  return { identity: verify(services, request, { authorization, token }), conditions: [] };
}

interface FormUpload {
  readonly form: Form;
  readonly fields: Fields;
  readonly conditions: readonly PolicyCondition[];
}

async function receiveFile(call: BucketCall, { form, fields, conditions }: FormUpload): Promise<ObjectRecord> {
  const { key } = fields;
  // COS names this field `acl`, and ignores the Content-Type of the file part.
  const attributes = readAttributes({ ...fields, 'x-cos-acl': fields['acl'] ?? fields['x-cos-acl'] });
  const expectedMd5 = parseContentMd5(fields['content-md5']);
  const limit = readTrafficLimit(fields['x-cos-traffic-limit'] ?? call.request.headers['x-cos-traffic-limit']);
  call.body.bytesPerSecond = slower(call.body.bytesPerSecond, limit);
  const isOverwriteForbidden = readForbidOverwrite(fields) || readForbidOverwrite(call.request.headers);
  checkRedirect(fields['success_action_redirect']);
  if (isOverwriteForbidden && call.bucket.objects.get(key)) throw failure('FileAlreadyExists');
  const content = await call.services.store.blobs.receive(form.file, { corrupt: call.effects.corruptStoredByte });
  await keepOnlyIf(call, content, async () => {
    await form.end;
    checkFileSize(conditions, content.size);
    checkContentMd5(expectedMd5, content.sentMd5);
  });
  return storeObject(call, { key, attributes, content, isOverwriteForbidden });
}

function answerForm(call: BucketCall, fields: Fields, record: ObjectRecord): Answer {
  const { Bucket } = call.bucket.settings;
  const path = record.key.split('/').map(encodeURIComponent).join('/');
  const Location = `http://${call.request.host}/${path}`;
  const ETag = quoteETag(record.etag);
  const headers = { ...uploadHeaders(record), Location };
  const redirect = fields['success_action_redirect'];
  if (redirect)
    return {
      status: 303,
      headers: { ...headers, Location: addToUrl(redirect, { bucket: Bucket, key: record.key, etag: ETag }) },
    };
  const status = Number(fields['success_action_status'] ?? 204);
  if (status !== 201) return { status: status === 200 ? 200 : 204, headers };
  const body = writeXml('PostResponse', { Location, Bucket, Key: record.key, ETag });
  return { status, headers: { ...headers, 'Content-Type': 'application/xml' }, body };
}

function addToUrl(url: string, parameters: Record<string, string>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
}

function checkRedirect(url: string | undefined): void {
  if (url && !URL.canParse(url)) throw failure('InvalidArgument', 'success_action_redirect is not a URL.');
}
