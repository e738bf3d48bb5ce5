import { corsRulesOf } from '../operations/bucket-state';
import { crossOriginHeaders } from '../operations/cors';
import type { Answer, Services } from './call';
import type { CosRequest } from './cos-request';

/** The answer to any preflight when the option `cors` is on. */
export function allowEveryOrigin(request: CosRequest): Answer {
  return {
    status: 200,
    headers: {
      'Access-Control-Allow-Methods': 'GET, PUT, POST, DELETE, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
      'Access-Control-Allow-Private-Network': 'true',
      'Access-Control-Max-Age': '600',
    },
  };
}

/** Headers that let a browser of another origin read an answer: by the option `cors`, or by the bucket's rules. */
export function browserHeaders(services: Services, request: CosRequest, answer: Answer): Record<string, string> {
  if (request.headers['origin'] === undefined) return {};
  if (services.config.cors) {
    const exposed = ['Date', 'ETag', 'Content-Length', 'x-cos-request-id', ...Object.keys(answer.headers ?? {})];
    return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': [...new Set(exposed)].join(', ') };
  }
  if (request.target.kind !== 'bucket') return {};
  return crossOriginHeaders(corsRulesOf(services.store.get(request.target.Bucket)?.settings), request);
}
