import type { ServerResponse } from 'node:http';
import type { FaultEffects } from '../faults/fault-rule';
import type { Answer } from './call';
import { throttle } from './request-body';

/** The answer could not be sent to its end: the client left, or a fault cut it. */
export class AnswerInterrupted extends Error {}

/** What sending needs to know besides the answer. */
export interface Sending {
  readonly response: ServerResponse;
  readonly effects: FaultEffects;
  readonly closing: AbortSignal;
  /** Headers of every answer: date, ids, CORS. Those of the answer itself win. */
  readonly commonHeaders: Readonly<Record<string, string>>;
}

/** Sends an answer; returns when its last byte was handed to the system, throws when the client left. */
export async function sendAnswer(answer: Answer, sending: Sending): Promise<void> {
  const { response, effects } = sending;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  const length = Buffer.isBuffer(body) ? body.length : answer.contentLength;
  response.sendDate = false;
  const omitted = new Set(effects.omitHeaders?.map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries({ ...sending.commonHeaders, ...answer.headers })) {
    if (value !== undefined && !omitted.has(name.toLowerCase())) response.setHeader(name, toHeaderBytes(value));
  }
  const hasBody = response.req.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;
  if (length !== undefined && answer.status !== 204 && answer.status !== 304) {
    response.setHeader('Content-Length', length);
  } else if (body === undefined && hasBody) response.setHeader('Content-Length', 0);
  response.writeHead(answer.status);
  if (hasBody && body !== undefined) await writeBody(Buffer.isBuffer(body) ? single(body) : body, answer, sending);
  await end(response);
}

async function writeBody(body: AsyncIterable<Buffer | string>, answer: Answer, sending: Sending): Promise<void> {
  const { response, effects } = sending;
  const limit = effects.truncateAnswerAfterBytes ?? Infinity;
  const speed = answer.bytesPerSecond ?? effects.bandwidthBytesPerSecond;
  let sent = 0;
  for await (const chunk of throttle(toBuffers(body), () => speed, sending.closing)) {
    const piece = chunk.subarray(0, limit - sent);
    await write(response, piece);
    sent += piece.length;
    if (sent >= limit) break;
  }
  if (effects.truncateAnswerAfterBytes === undefined) return;
  throw new AnswerInterrupted('The answer is truncated by a fault');
}

async function* single(buffer: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(buffer);
}

async function* toBuffers(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  return untilDone(response, (done) => response.write(chunk, done));
}

function end(response: ServerResponse): Promise<void> {
  return untilDone(response, (done) => response.end(done));
}

type Done = (error?: Error | null) => void;

/** Waits for a step, but not longer than the connection lives: its callback may never come then. */
function untilDone(response: ServerResponse, step: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(new AnswerInterrupted('The client closed the connection'));
    if (response.destroyed) {
      onClose();
      return;
    }
    response.once('close', onClose);
    step((error) => {
      response.off('close', onClose);
      if (error) reject(new AnswerInterrupted(error.message));
      else resolve();
    });
  });
}

/** Node writes header values as Latin-1; this makes it send their UTF-8 bytes. */
function toHeaderBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
