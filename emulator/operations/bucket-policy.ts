import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { Operation } from './operation';
import { readTextBody } from './read-body';

const common = { on: 'bucket', access: 'owner', isSetting: true, subResources: ['policy'] } as const;

export const policyOperations: Operation[] = [
  { ...common, name: 'PutBucketPolicy', method: 'PUT', handle: putPolicy },
  { ...common, name: 'GetBucketPolicy', method: 'GET', handle: getPolicy },
  { ...common, name: 'DeleteBucketPolicy', method: 'DELETE', handle: deletePolicy },
];

/** https://cloud.tencent.com/document/product/436/12471 */
const needed = ['Effect', 'Principal', 'Action', 'Resource'];

async function putPolicy(call: BucketCall): Promise<Answer> {
  const policy = await readTextBody(call);
  checkPolicy(policy);
  await call.services.store.update(call.bucket.settings.Bucket, (current) => ({ ...current, policy }));
  return { status: 204 };
}

function checkPolicy(text: string): void {
  const policy = lowerCaseNames(parseJson(text));
  const given = policy['statement'];
  const statements: unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (statements.length === 0) throw failure('MalformedPolicy', 'The policy needs a Statement.');
  statements.map(lowerCaseNames).forEach((statement) => {
    const missing = needed.find((name) => statement[name.toLowerCase()] === undefined);
    if (missing) throw failure('MalformedPolicy', `A statement lacks ${missing}.`);
    const effect = statement['effect'];
    if (!/^(allow|deny)$/i.test(typeof effect === 'string' ? effect : ''))
      throw failure('MalformedPolicy', 'Effect must be allow or deny.');
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw failure('MalformedPolicy', 'The policy is no JSON.');
  }
}

/** COS takes both spellings of the documents: `Statement` and `statement`. */
function lowerCaseNames(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw failure('MalformedPolicy', 'The policy must be an object.');
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field as unknown]));
}

function getPolicy(call: BucketCall): Promise<Answer> {
  const { policy } = call.bucket.settings;
  if (policy === undefined) throw failure('NoSuchBucketPolicy');
  // The type that COS sends with this JSON (436/8276): a client must not rely on it.
  return Promise.resolve({ status: 200, headers: { 'Content-Type': 'application/xml' }, body: policy });
}

async function deletePolicy(call: BucketCall): Promise<Answer> {
  await call.services.store.update(call.bucket.settings.Bucket, (current) => {
    const without = { ...current };
    delete without.policy;
    return without;
  });
  return { status: 204 };
}
