import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Device } from '../device';
import { netFailure } from './network-failures';
import type { Header } from './types';

const MAX_REDIRECTS = 20;

export interface HttpBody {
  sizeBytes: number;
  /** Writes the whole body and ends the request. */
  writeTo(request: ClientRequest): Promise<void> | void;
}

export interface HttpMessage {
  url: URL;
  method: string;
  headers: Header;
  body?: HttpBody;
  followRedirects: boolean;
}

/** An answer whose headers have come and whose body has not been read. */
export interface HttpReply {
  response: IncomingMessage;
  socketReused: boolean;
}

/** Sends a message and follows redirects as the phone's HTTP stack does. */
export async function exchange(device: Device, message: HttpMessage, signal: AbortSignal): Promise<HttpReply> {
  let current = message;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const reply = await send(device, current, signal);
    const target = message.followRedirects ? redirectTarget(current, reply.response) : undefined;
    if (!target) return reply;
    reply.response.resume();
    current = redirected(current, target, reply.response.statusCode ?? 0);
  }
  throw netFailure('redirects', device.options);
}

function send(device: Device, message: HttpMessage, signal: AbortSignal): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const headers = message.body
      ? { ...message.headers, 'Content-Length': String(message.body.sizeBytes) }
      : message.headers;
    const request = device.connections.open(message.url, message.method, headers);
    const stop = (): void => void request.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    request.on('response', (response) => {
      // An answer before the end of the body ends the upload; without this the socket would wait for the rest.
      response.on('end', () => {
        if (!request.writableEnded) request.destroy();
      });
      resolve({ response, socketReused: request.reusedSocket });
    });
    // After the answer has begun, its own stream reports the error.
    request.on('error', reject);
    request.on('close', () => signal.removeEventListener('abort', stop));
    if (message.body) void writeBody(message.body, request);
    else request.end();
  });
}

async function writeBody(body: HttpBody, request: ClientRequest): Promise<void> {
  try {
    await body.writeTo(request);
  } catch (error) {
    request.destroy(error as Error);
  }
}

function redirectTarget({ url }: HttpMessage, { statusCode = 0, headers }: IncomingMessage): URL | undefined {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode);
  if (!isRedirect || headers.location === undefined || !URL.canParse(headers.location, url.href)) return undefined;
  return new URL(headers.location, url);
}

/** 307 and 308 repeat the request; the others become a GET, as in browsers. Headers go along, Authorization included. */
function redirected(message: HttpMessage, url: URL, statusCode: number): HttpMessage {
  const repeats = statusCode >= 307 || message.method === 'GET' || message.method === 'HEAD';
  if (repeats) return { ...message, url };
  return { url, method: 'GET', headers: message.headers, followRedirects: true };
}
