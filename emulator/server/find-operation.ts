import { failure } from '../errors';
import type { Operation } from '../operations/operation';
import { operations } from '../operations/table';
import type { CosRequest } from './cos-request';
import { processingParameters, subResources } from './sub-resources';

type Resource = Operation['on'];

/** Finds the one operation that a request asks for. */
export function findOperation(request: CosRequest): Operation {
  const resources = resourcesOf(request);
  const wanted = wantedSubResources(request);
  const fitting = operations.filter((operation) => resources.includes(operation.on) && fits(operation, wanted));
  const candidates = fitting.filter((operation) => operation.method === request.method);
  const byHeader = candidates.find((operation) => operation.header && request.headers[operation.header] !== undefined);
  const operation = byHeader ?? candidates.find((candidate) => !candidate.header);
  if (operation) return operation;
  if (fitting.length > 0 || wanted.length === 0) throw failure('MethodNotAllowed');
  throw failure('NotImplemented', `The emulator does not implement ${request.method} with ?${wanted.join('&')}.`);
}

function resourcesOf(request: CosRequest): Resource[] {
  if (request.target.kind === 'service') return ['service'];
  return request.key === '' ? ['bucket', 'bucket-name'] : ['object'];
}

function wantedSubResources(request: CosRequest): string[] {
  const names = request.query.names();
  return [...new Set(names.filter((name) => subResources.has(name) || processingParameters.test(name)))];
}

function fits(operation: Operation, wanted: readonly string[]): boolean {
  const expected = operation.subResources ?? [];
  return expected.length === wanted.length && expected.every((name) => wanted.includes(name));
}
