import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/base/clock';
import { Warnings } from '../../src/base/report';
import { neverStops } from '../../src/base/signal';
import type { AuthorizationRequest } from '../../src/credentials/authorization-request';
import { CosError } from '../../src/errors';
import type { Host } from '../../src/host/host';
import type { HttpRequest, HttpResponse } from '../../src/host/transport';
import { callOperation, type Result } from '../../src/http/call';
import type { CallContext } from '../../src/http/client-context';
import { Presence } from '../../src/http/presence';
import { ServerTime } from '../../src/http/server-time';
import { operationTables } from '../../src/operations';
import { resolveOptions } from '../../src/options';
import type { AnyOperation } from '../../src/schema/operation';

interface Answered {
  title: string;
  params: Record<string, unknown>;
  request: {
    method: string;
    host: string;
    path: string;
    query: Record<string, string>;
    headers: Record<string, string>;
    body?: string;
    scope: AuthorizationRequest['Scope'];
  };
  answer: { status: number; headers: Record<string, string>; body: string };
  /** All fields but `headers`, which are those of the answer. */
  result?: Result;
  /** Fields of the error. */
  error?: Record<string, unknown>;
}

/** Nothing is sent: the parameters are wrong. The text is what existing code compares `error.error` with. */
interface Refused {
  title: string;
  params: Record<string, unknown>;
  refused: string;
}

type Case = Answered | Refused;

const folder = join(__dirname, '../wire');
const entries: [string, AnyOperation][] = operationTables.flatMap((table) => Object.entries(table));
const readCases = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Case[];

/** One call with a transport that answers as the case says and keeps what it was given. */
async function play(name: string, operation: AnyOperation, { params, answer }: Pick<Answered, 'params' | 'answer'>) {
  const sent: { requests: HttpRequest[]; questions: AuthorizationRequest[] } = { requests: [], questions: [] };
  const warnings = new Warnings(() => undefined);
  const clock: Clock = { now: () => 1700000000000, random: () => 0, after: () => () => undefined };
  const transport = {
    send: (request: HttpRequest): Promise<HttpResponse> => {
      sent.requests.push(request);
      return Promise.resolve({ statusCode: answer.status, headers: answer.headers, body: answer.body });
    },
  };
  const call: CallContext = {
    options: resolveOptions({ ChunkRetryTimes: 0 }, warnings),
    host: { clock, transport } as unknown as Host, // an operation needs no more of the platform
    serverTime: new ServerTime(clock, 0, false),
    presence: new Presence({} as never, clock, () => true),
    credentials: {
      get: (question) => {
        sent.questions.push(question);
        return Promise.resolve({ kind: 'keys', secretId: 'AKIDexample', secretKey: 'example', token: '' });
      },
      peek: () => undefined,
      refuse: () => false,
    },
    warnings,
    beforeSend: () => undefined,
    signal: neverStops,
  };
  const outcome: unknown = await callOperation(name, operation, params, call).catch((error: unknown) => error);
  return { ...sent, outcome };
}

const lowerNames = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function describeRequest(
  { method, url, headers, body }: HttpRequest,
  scope: AuthorizationRequest['Scope'] | undefined,
) {
  const { host, pathname, searchParams } = new URL(url);
  const { authorization, ...others } = lowerNames(headers);
  expect(authorization).toMatch(/^q-sign-algorithm=sha1&q-ak=AKIDexample&/);
  const query = Object.fromEntries(searchParams);
  return { method, host, path: pathname, query, headers: others, ...(body === undefined ? {} : { body }), scope };
}

const noAnswer = { status: 500, headers: {}, body: '' };

describe('wire fixtures', () => {
  it('exist for every operation, and for nothing else', () => {
    const fixtures = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(fixtures.sort()).toEqual(entries.map(([name]) => name).sort());
  });

  it('have no operation in two tables', () => {
    expect(entries).toHaveLength(new Set(entries.map(([name]) => name)).size);
  });

  describe.each(entries)('%s', (name, operation) => {
    it('has a case that succeeds', () => {
      expect(readCases(name).some((one) => 'result' in one)).toBe(true);
    });

    it.each(readCases(name).map((one) => [one.title, one] as const))('%s', async (_title, one) => {
      const given = JSON.stringify(one.params);
      const played = await play(name, operation, 'answer' in one ? one : { ...one, answer: noAnswer });
      expect(JSON.stringify(one.params)).toBe(given);
      if ('refused' in one) {
        expect(played.outcome).toBeInstanceOf(CosError);
        expect(played.outcome).toMatchObject({ code: 'InvalidArgument', error: one.refused });
        expect(played.requests).toEqual([]);
        return;
      }
      expect(played.requests).toHaveLength(1);
      expect(describeRequest(played.requests[0]!, played.questions[0]?.Scope)).toEqual(one.request);
      if (one.result) {
        expect(played.outcome).toEqual({ ...one.result, headers: one.answer.headers });
      } else {
        expect(played.outcome).toBeInstanceOf(CosError);
        expect(played.outcome).toMatchObject(one.error!);
      }
    });
  });

  it('keep the declared empty results apart from each other', async () => {
    const [, operation] = entries.find(([name]) => name === 'getBucketCors')!;
    const missing = readCases('getBucketCors').find((one) => one.title.startsWith('is empty'))! as Answered;
    const first = (await play('getBucketCors', operation, missing)).outcome as { CORSRules: unknown[] };
    first.CORSRules.push('added by the caller');
    const second = (await play('getBucketCors', operation, missing)).outcome as { CORSRules: unknown[] };
    expect(second.CORSRules).toEqual([]);
  });
});
