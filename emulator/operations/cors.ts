import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { CosRequest } from '../server/cos-request';
import type { CorsRule } from '../options';
import { corsRulesOf } from './bucket-state';
import type { Operation } from './operation';

export const corsOperations: Operation[] = [
  { name: 'OptionsObject', method: 'OPTIONS', on: 'object', access: 'handler', isUnsigned: true, handle: preflight },
  { name: 'OptionsObject', method: 'OPTIONS', on: 'bucket', access: 'handler', isUnsigned: true, handle: preflight },
];

async function preflight(call: BucketCall): Promise<Answer> {
  const { headers } = call.request;
  const origin = headers['origin'];
  const method = headers['access-control-request-method'];
  if (!origin || !method) throw failure('InvalidRequest', 'Insufficient information. Origin request header needed.');
  const asked = splitList(headers['access-control-request-headers']);
  const rule = findRule(corsRulesOf(call.bucket.settings), { origin, method, headers: asked });
  if (!rule) throw failure('AccessForbidden');
  return Promise.resolve({
    status: 200,
    headers: {
      ...corsHeaders(rule, origin),
      'Access-Control-Allow-Methods': rule.AllowedMethod.join(','),
      'Access-Control-Allow-Headers': asked.length > 0 ? asked.join(',') : undefined,
      'Access-Control-Max-Age': rule.MaxAgeSeconds === undefined ? undefined : String(rule.MaxAgeSeconds),
    },
  });
}

/** The headers that let a browser read an ordinary answer. */
export function crossOriginHeaders(
  rules: readonly CorsRule[] | undefined,
  request: CosRequest,
): Record<string, string> {
  const origin = request.headers['origin'];
  if (!origin) return {};
  const rule = findRule(rules, { origin, method: request.method, headers: [] });
  return rule ? corsHeaders(rule, origin) : {};
}

function corsHeaders(rule: CorsRule, origin: string): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': rule.AllowedOrigin.includes('*') ? '*' : origin,
    ...(rule.ExposeHeader ? { 'Access-Control-Expose-Headers': rule.ExposeHeader.join(',') } : {}),
    Vary: 'Origin',
  };
}

interface CrossOriginRequest {
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

function findRule(rules: readonly CorsRule[] | undefined, asked: CrossOriginRequest): CorsRule | undefined {
  return rules?.find(
    (rule) =>
      rule.AllowedOrigin.some((pattern) => matchesOneStar(pattern, asked.origin)) &&
      rule.AllowedMethod.includes(asked.method) &&
      asked.headers.every((header) =>
        (rule.AllowedHeader ?? []).some((pattern) => matchesOneStar(pattern.toLowerCase(), header)),
      ),
  );
}

function matchesOneStar(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}

function splitList(header: string | undefined): string[] {
  const items = (header ?? '').split(',').map((item) => item.trim().toLowerCase());
  return items.filter((item) => item !== '');
}
