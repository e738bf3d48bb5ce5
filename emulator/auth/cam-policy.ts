/** A CAM policy as given to STS: the documented JSON (version 2.0). */
export interface StsPolicy {
  version?: string;
  statement: StsStatement | StsStatement[];
}

export interface StsStatement {
  effect: 'allow' | 'deny';
  /** `name/cos:PutObject`, with wildcards. */
  action: string | string[];
  /** `qcs::cos:<region>:uid/<appid>:<bucket>/<prefix>*`, the older `prefix//<appid>/<short>/…` form, or `*`. */
  resource: string | string[];
  principal?: unknown;
  condition?: Record<string, Record<string, ConditionValue | ConditionValue[]>>;
}

export type ConditionValue = string | number | boolean;

/** What is asked: may this action be done on this resource? */
export interface AccessQuestion {
  /** COS action name without `name/cos:`. */
  readonly action: string;
  /** Every way of writing the resource. */
  readonly resources: readonly string[];
  /** Value of a condition key such as `cos:content-length`; undefined when the request has none. */
  readonly condition: (key: string) => string | undefined;
}

type Comparison = (actual: string, expected: string) => boolean;

const comparisons: Record<string, Comparison> = {
  string_equal: (actual, expected) => actual === expected,
  string_not_equal: (actual, expected) => actual !== expected,
  string_equal_ignore_case: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  string_not_equal_ignore_case: (actual, expected) => actual.toLowerCase() !== expected.toLowerCase(),
  string_like: (actual, expected) => matchesWildcards(expected, actual),
  string_not_like: (actual, expected) => !matchesWildcards(expected, actual),
  numeric_equal: (actual, expected) => Number(actual) === Number(expected),
  numeric_not_equal: (actual, expected) => Number(actual) !== Number(expected),
  numeric_less_than: (actual, expected) => Number(actual) < Number(expected),
  numeric_less_than_equal: (actual, expected) => Number(actual) <= Number(expected),
  numeric_greater_than: (actual, expected) => Number(actual) > Number(expected),
  numeric_greater_than_equal: (actual, expected) => Number(actual) >= Number(expected),
  bool_equal: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  ip_equal: (actual, expected) => actual === expected,
  ip_not_equal: (actual, expected) => actual !== expected,
};

/** A message when the value is no policy that the emulator can evaluate. */
export function describePolicyProblem(policy: unknown): string | undefined {
  if (!isRecord(policy)) return 'policy must be an object';
  const statements = toList(policy['statement']);
  if (statements.length === 0) return 'policy.statement must hold at least one statement';
  return statements.map(describeStatementProblem).find((problem) => problem !== undefined);
}

function describeStatementProblem(statement: unknown): string | undefined {
  if (!isRecord(statement)) return 'each statement must be an object';
  if (statement['effect'] !== 'allow' && statement['effect'] !== 'deny') return 'effect must be "allow" or "deny"';
  if (!isTextList(statement['action'])) return 'action must be a string or a list of strings';
  if (!isTextList(statement['resource'])) return 'resource must be a string or a list of strings';
  const condition = statement['condition'];
  if (condition === undefined) return undefined;
  if (!isRecord(condition) || !Object.values(condition).every(isRecord)) return 'condition must hold objects';
  const unknown = Object.keys(condition).find((name) => !comparisons[parseOperator(name).comparison]);
  return unknown === undefined ? undefined : `condition operator ${unknown} is not supported`;
}

/** `deny` wins over `allow`; `unmentioned` when no statement speaks of the question. */
export function evaluatePolicy(policy: StsPolicy, question: AccessQuestion): 'allow' | 'deny' | 'unmentioned' {
  const effects = toList(policy.statement)
    .filter((statement) => applies(statement, question))
    .map((statement) => statement.effect);
  if (effects.includes('deny')) return 'deny';
  return effects.includes('allow') ? 'allow' : 'unmentioned';
}

function applies(statement: StsStatement, question: AccessQuestion): boolean {
  const action = toList(statement.action).some((pattern) =>
    matchesWildcards(pattern.replace(/^(name\/)?cos:/, ''), question.action),
  );
  const resource = toList(statement.resource).some((pattern) => matchesResource(pattern, question.resources));
  return action && resource && Object.entries(statement.condition ?? {}).every((entry) => holds(entry, question));
}

function matchesResource(pattern: string, resources: readonly string[]): boolean {
  // An empty region means every region.
  const complete = pattern.replace(/^qcs::cos::/, 'qcs::cos:*:');
  return resources.some((resource) => matchesWildcards(complete, resource));
}

function holds([operator, wanted]: [string, Record<string, unknown>], question: AccessQuestion): boolean {
  const { comparison, isOptional } = parseOperator(operator);
  const compare = comparisons[comparison];
  const isNegative = comparison.includes('_not_');
  return Object.entries(wanted).every(([key, value]) => {
    const actual = question.condition(key);
    if (actual === undefined) return isOptional;
    const results = toList(value).map((expected) => compare?.(actual, String(expected)) ?? false);
    return isNegative ? results.every(Boolean) : results.some(Boolean);
  });
}

function parseOperator(name: string): { comparison: string; isOptional: boolean } {
  const plain = name.replace(/^(for_any_value|for_all_value):/, '');
  return { comparison: plain.replace(/_if_exist$/, ''), isOptional: plain.endsWith('_if_exist') };
}

/** `*` stands for any characters, slashes included. Linear time, so that no policy can stall the server. */
export function matchesWildcards(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, position);
    if (found < 0 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): boolean {
  const list = toList(value);
  return list.length > 0 && list.every((item) => typeof item === 'string');
}

function toList<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
