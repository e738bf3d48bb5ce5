import { toKebabCase } from '../base/kebab-case';
import { decodeDocument } from './document';
import type { AnyOperation, Answer } from './operation';

type Fields = Record<string, unknown>;

/** The fields that every result has, from the headers of the answer. */
export function responseInfo({ statusCode, headers }: Pick<Answer, 'statusCode' | 'headers'>): Fields {
  const info: Fields = { statusCode, headers };
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined) info[name] = value;
  };
  put('RequestId', headers['x-cos-request-id'] ?? headers['x-ci-request-id']);
  put('VersionId', headers['x-cos-version-id']);
  put('DeleteMarker', headers['x-cos-delete-marker']);
  return info;
}

/** The result of a successful answer. Throws when the body is not what the operation declares. */
export function decodeAnswer(operation: AnyOperation, answer: Answer, params: unknown): Fields {
  const fields: Fields = operation.result
    ? decodeDocument(operation.result, typeof answer.body === 'string' ? answer.body : '')
    : {};
  Object.entries(operation.resultHeaders ?? {}).forEach(([name, header]) => {
    const value = answer.headers[header || toKebabCase(name).toLowerCase()];
    if (value !== undefined) fields[name] = value;
  });
  const decoded = operation.decode?.(answer, fields, params) ?? fields;
  return { ...decoded, ...responseInfo(answer) };
}
