import { setTimeout as sleep } from 'node:timers/promises';
import { CosFailure, failure } from '../errors';
import type { Answer, Call } from '../server/call';
import { errorXml } from '../server/error-xml';

/**
 * What COS does when merging takes long: status 200 at once, whitespace to keep the connection open, and the result or an
 * error as the body. The work goes on when the client leaves.
 */
export function answerSlowly(call: Call, durationMs: number, work: () => Promise<Answer>): Answer {
  const result = sleep(durationMs, undefined, { signal: call.services.closing }).then(work);
  result.catch(() => undefined); // The body below reports it, if anybody still reads the body.
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: spacesUntil(result, call, durationMs) };
}

async function* spacesUntil(result: Promise<Answer>, call: Call, durationMs: number): AsyncGenerator<string> {
  const intervalMs = Math.min(1000, durationMs / 5);
  const settled = result.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([settled, sleep(intervalMs, false)]))) yield ' ';
  yield await result.then(
    (answer) => (typeof answer.body === 'string' ? answer.body : ''),
    (error: unknown) => errorXml(call.request, error instanceof CosFailure ? error : failure('InternalError')),
  );
}
