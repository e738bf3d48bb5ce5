import { failure } from '../errors';
import type { Services } from '../server/call';
import { findKey, signatureMismatch } from './authenticate';
import type { Identity } from '../server/call';
import { sha1Hex, sign, signKey } from './signature';
import { checkPeriod } from './validity';

type Fields = Readonly<Record<string, string>>;

/** A policy of a form upload, read and with its signature verified. */
export interface PostPolicy {
  readonly identity: Identity;
  readonly conditions: readonly PolicyCondition[];
}

export type PolicyCondition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'content-length-range'; readonly min: number; readonly max: number };

/** Conditions without which COS does not accept a policy. */
const mandatoryConditions = ['q-sign-algorithm', 'q-ak', 'q-sign-time'];

/** Verifies policy and form signature (436/14690). */
export function verifyPostPolicy(services: Services, fields: Fields, token: string | undefined): PostPolicy {
  const policyText = Buffer.from(fields['policy'] ?? '', 'base64').toString('utf8');
  const policy = parsePolicy(policyText);
  const read = (name: string): string => requireField(fields, name);
  if (read('q-sign-algorithm') !== 'sha1') throw failure('AccessDenied', 'q-sign-algorithm must be sha1.');
  const keyTime = read('q-key-time');
  const { secretKey, identity } = findKey(services, read('q-ak'), token);
  const nowMs = services.clock.nowMs();
  checkPeriod(keyTime, nowMs);
  const text = sha1Hex(policyText);
  if (sign(signKey(secretKey, keyTime), text) !== read('q-signature')) throw signatureMismatch(text, policyText);
  if (policy.expirationMs <= nowMs) {
    throw failure('AccessDenied', 'Request has expired', { details: { ServerTime: new Date(nowMs).toISOString() } });
  }
  checkMandatory(policy.conditions);
  return { identity, conditions: policy.conditions };
}

function requireField(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined) throw failure('AccessDenied', `The form field ${name} is missing.`);
  return value;
}

function checkMandatory(conditions: readonly PolicyCondition[]): void {
  const present = new Set(conditions.map((condition) => (condition.kind === 'eq' ? condition.field : '')));
  const missing = mandatoryConditions.find((name) => !present.has(name));
  if (missing) throw failure('InvalidPolicyDocument', `The policy lacks the condition ${missing}.`);
}

/** Checks the form against the conditions on fields; `fields` holds the final key. */
export function checkFormConditions(conditions: readonly PolicyCondition[], fields: Fields, bucket: string): void {
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') continue;
    const actual = condition.field === 'bucket' ? bucket : fields[formFieldOf(condition.field)];
    const isMet =
      actual !== undefined &&
      (condition.kind === 'eq' ? actual === condition.value : actual.startsWith(condition.value));
    if (!isMet) throw policyFailed([condition.kind, `$${condition.field}`, condition.value]);
  }
}

/** Checks the size of the file, once it is known. */
export function checkFileSize(conditions: readonly PolicyCondition[], sizeBytes: number): void {
  for (const condition of conditions) {
    if (condition.kind !== 'content-length-range') continue;
    if (sizeBytes < condition.min) throw failure('EntityTooSmall');
    if (sizeBytes > condition.max) throw failure('EntityTooLarge');
  }
}

function policyFailed(condition: readonly string[]): Error {
  return failure('AccessDenied', `Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
}

/** The condition speaks of `q-sign-time`, the form of `q-key-time`; both hold the same period. */
function formFieldOf(conditionField: string): string {
  return conditionField === 'q-sign-time' ? 'q-key-time' : conditionField;
}

export function parsePolicy(text: string): { expirationMs: number; conditions: PolicyCondition[] } {
  const policy = parseJson(text);
  const expirationMs = typeof policy['expiration'] === 'string' ? Date.parse(policy['expiration']) : NaN;
  if (Number.isNaN(expirationMs)) throw failure('InvalidPolicyDocument', 'The policy has no valid expiration.');
  const conditions = policy['conditions'];
  if (!Array.isArray(conditions)) throw failure('InvalidPolicyDocument', 'The policy has no list of conditions.');
  return { expirationMs, conditions: conditions.flatMap(parseCondition) };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Reported below, like JSON that is no object.
  }
  throw failure('InvalidPolicyDocument', 'The policy is not the Base64 of a JSON object.');
}

function parseCondition(condition: unknown): PolicyCondition[] {
  if (Array.isArray(condition)) return [parseListCondition(condition)];
  if (typeof condition !== 'object' || condition === null) throw failure('InvalidPolicyDocument');
  return Object.entries(condition).map(([name, value]) => {
    if (typeof value !== 'string') throw failure('InvalidPolicyDocument', `The value of ${name} must be a string.`);
    return { kind: 'eq', field: name.toLowerCase(), value };
  });
}

function parseListCondition([kind, first, second]: unknown[]): PolicyCondition {
  if (kind === 'content-length-range') {
    const [min, max] = [Number(first), Number(second)];
    if (Number.isInteger(min) && Number.isInteger(max) && min >= 0) return { kind, min, max };
  }
  const isComparison = kind === 'eq' || kind === 'starts-with';
  if (isComparison && typeof first === 'string' && first.startsWith('$') && typeof second === 'string') {
    return { kind, field: first.slice(1).toLowerCase(), value: second };
  }
  throw failure('InvalidPolicyDocument', 'A condition of the policy is not valid.');
}
