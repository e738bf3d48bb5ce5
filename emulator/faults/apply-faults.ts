import { setTimeout as sleep } from 'node:timers/promises';
import { CosFailure } from '../errors';
import type { Answer } from '../server/call';
import type { CosRequest } from '../server/cos-request';
import { errorXml } from '../server/error-xml';
import { ConnectionReset, type RequestBody } from '../server/request-body';
import type { FaultEffects } from './fault-rule';

interface Disturbed {
  readonly request: CosRequest;
  readonly body: RequestBody;
  readonly effects: FaultEffects;
  readonly closing: AbortSignal;
}

/** Does the work of a call with the faults around it: before it, instead of it and after it. */
export async function withFaults(disturbed: Disturbed, work: () => Promise<Answer>): Promise<Answer> {
  const { request, body, effects } = disturbed;
  if (effects.delayMs !== undefined) await sleep(effects.delayMs, undefined, { signal: disturbed.closing });
  if (effects.reset === 'beforeBody') throw new ConnectionReset();
  if (effects.reset === 'afterBody') {
    await body.discard();
    throw new ConnectionReset();
  }
  if (effects.okThenError) {
    await body.discard();
    const { code, message = code } = effects.okThenError;
    return xml(200, errorXml(request, { code, message, details: {} }));
  }
  if (effects.code !== undefined) {
    const message = effects.message ?? effects.code;
    throw new CosFailure(effects.code, effects.status ?? 500, message, { headers: effects.headers });
  }
  if (effects.status !== undefined || effects.body !== undefined) {
    return { status: effects.status ?? 200, headers: effects.headers, body: effects.body ?? '' };
  }
  return disturbAnswer(await work(), effects);
}

async function disturbAnswer(answer: Answer, effects: FaultEffects): Promise<Answer> {
  if (effects.reset === 'afterWork') {
    await answer.dispose?.();
    throw new ConnectionReset();
  }
  const disturbed = { ...answer, headers: { ...answer.headers, ...effects.headers } };
  return effects.wrongETag ? withWrongETag(disturbed) : disturbed;
}

function withWrongETag(answer: Answer): Answer {
  const ETag = answer.headers?.['ETag'];
  return {
    ...answer,
    headers: { ...answer.headers, ETag: ETag === undefined ? undefined : reverseHex(ETag) },
    body:
      typeof answer.body === 'string'
        ? answer.body.replace(/<ETag>[^<]*<\/ETag>/g, (element) => reverseHex(element))
        : answer.body,
  };
}

/** Another ETag of the same shape. */
function reverseHex(text: string): string {
  return text.replace(/[0-9a-f]{32}/g, (etag) => (15 - parseInt(etag.charAt(0), 16)).toString(16) + etag.slice(1));
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'application/xml' }, body };
}
