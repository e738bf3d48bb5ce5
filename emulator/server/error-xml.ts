import type { CosFailure } from '../errors';
import { writeXml } from '../xml/write';
import type { CosRequest } from './cos-request';

type Described = Pick<CosRequest, 'host' | 'path' | 'requestId' | 'traceId'>;

/** The documented body of an error answer (436/7730). */
export function errorXml(request: Described, error: Pick<CosFailure, 'code' | 'message' | 'details'>): string {
  return writeXml('Error', {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: `${request.host}${request.path}`,
    RequestId: request.requestId,
    TraceId: request.traceId,
  });
}
