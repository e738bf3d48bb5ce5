import { CosError } from '../errors';
import { decodeAnswer, responseInfo } from '../schema/decode';
import type { AnyOperation, Answer } from '../schema/operation';
import { buildDraft } from './build';
import type { CallContext } from './client-context';
import type { Draft } from './draft';
import { send } from './send';

export type Result = Record<string, unknown>;

/** Runs one operation from the caller's parameters to its result. */
export async function callOperation(
  name: string,
  operation: AnyOperation,
  params: Readonly<Record<string, unknown>>,
  call: CallContext,
): Promise<Result> {
  return sendDraft(buildDraft(name, operation, params, call), operation, params, call);
}

/** Sends a request that is built already, and reads its answer as the operation declares. */
export async function sendDraft(
  draft: Draft,
  operation: AnyOperation,
  params: unknown,
  call: CallContext,
): Promise<Result> {
  try {
    return await send(draft, call, (answer) => decode(operation, answer, params, draft));
  } catch (error) {
    const recovered = error instanceof CosError ? recover(operation, error) : undefined;
    if (!recovered) throw error;
    return recovered;
  }
}

/** An answer that cannot be read was cut or changed on its way: another attempt may bring it whole. */
function decode(operation: AnyOperation, answer: Answer, params: unknown, draft: Draft): Result {
  try {
    return decodeAnswer(operation, answer, params);
  } catch (cause) {
    throw new CosError({
      code: 'InvalidResponse',
      message: `${draft.operation} failed: the answer cannot be read (${cause instanceof Error ? cause.message : 'no reason'}).`,
      statusCode: answer.statusCode,
      headers: answer.headers,
      method: draft.method,
      cause,
      isRetryable: true,
    });
  }
}

/** Some error answers are results: nothing is configured, nothing has changed. */
function recover(operation: AnyOperation, error: CosError): Result | undefined {
  const { statusCode, headers = {} } = error;
  const fields = operation.recover?.[error.code] ?? operation.recover?.[String(statusCode)];
  if (!fields || statusCode === undefined) return undefined;
  // A copy: callers may add to the lists of a result, and the declaration is for all calls.
  return { ...(JSON.parse(JSON.stringify(fields)) as Result), ...responseInfo({ statusCode, headers }) };
}
