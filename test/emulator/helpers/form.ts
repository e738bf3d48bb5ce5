import { sha1Hex, sign, signKey } from '../../../emulator/auth/signature';
import { currentKeyTime, type RawKeys } from './raw-client';

export const formBoundary = 'test-boundary-0123456789';
export const formType = `multipart/form-data; boundary=${formBoundary}`;

export type FormPart =
  readonly [name: string, value: string] | { file: Buffer | string; name?: string; fileName?: string };

/** Writes a multipart body in the given order. */
export function writeForm(parts: readonly FormPart[]): Buffer {
  const pieces = parts.map((part) => {
    if ('file' in part) {
      const { file, name = 'file', fileName = 'upload.bin' } = part;
      const head = `--${formBoundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: image/x-ignored\r\n\r\n`;
      return Buffer.concat([Buffer.from(head), Buffer.from(file), Buffer.from('\r\n')]);
    }
    return Buffer.from(`--${formBoundary}\r\nContent-Disposition: form-data; name="${part[0]}"\r\n\r\n${part[1]}\r\n`);
  });
  return Buffer.concat([...pieces, Buffer.from(`--${formBoundary}--\r\n`)]);
}

export interface PolicyOptions {
  conditions?: unknown[];
  expiration?: string;
  keyTime?: string;
  /** Replaces the whole policy text. */
  text?: string;
  omit?: string[];
}

/** The signature fields of a form, as an app's server would make them. */
export function signForm(keys: RawKeys, options: PolicyOptions = {}): [string, string][] {
  const keyTime = options.keyTime ?? currentKeyTime();
  const mandatory = [{ 'q-sign-algorithm': 'sha1' }, { 'q-ak': keys.secretId }, { 'q-sign-time': keyTime }];
  const expiration = options.expiration ?? new Date(Date.now() + 600_000).toISOString();
  const policy =
    options.text ?? JSON.stringify({ expiration, conditions: [...mandatory, ...(options.conditions ?? [])] });
  const fields: [string, string][] = [
    ['policy', Buffer.from(policy).toString('base64')],
    ['q-sign-algorithm', 'sha1'],
    ['q-ak', keys.secretId],
    ['q-key-time', keyTime],
    ['q-signature', sign(signKey(keys.secretKey, keyTime), sha1Hex(policy))],
  ];
  if (keys.token !== undefined) fields.push(['x-cos-security-token', keys.token]);
  return fields.filter(([name]) => !options.omit?.includes(name));
}
