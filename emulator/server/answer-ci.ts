import { authenticate } from '../auth/authenticate';
import { failure } from '../errors';
import type { UnidentifiedCall } from './answer-call';
import type { Answer } from './call';

/** What the request log and fault rules call every request to a data processing (CI) host. */
export const ciOperationName = 'CI';

/**
 * Data processing is no storage: the emulator verifies who asks and says that it does not process. A fault rule for the
 * operation `CI` with a `body` gives tests the answer that they need.
 */
export async function answerCi(call: UnidentifiedCall): Promise<Answer> {
  const identity = authenticate(call.services, call.request);
  call.note({ identity });
  if (identity.kind === 'anonymous') throw failure('AccessDenied');
  const { target, headers, method, path, requestId } = call.request;
  if (target.kind === 'ci' && target.Bucket !== undefined && !call.services.store.get(target.Bucket)) {
    throw failure('NoSuchBucket');
  }
  const error = failure('NotImplemented', `The emulator does no data processing: ${method} ${path}`);
  if (!headers['accept']?.includes('application/json')) throw error;
  const body = JSON.stringify({ Code: error.code, Message: error.message, RequestId: requestId });
  const answer: Answer = { status: error.status, headers: { 'Content-Type': 'application/json' }, body };
  return Promise.resolve(answer);
}
