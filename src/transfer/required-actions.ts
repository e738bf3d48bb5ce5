import { nearestName } from '../base/nearest-name';
import { argumentError, quoteValue } from '../errors';
import { actionOf } from '../http/build';
import { checkBucket, checkRegion } from '../http/check-params';
import type { ClientContext } from '../http/client-context';
import type { AnyOperation } from '../schema/operation';

/** Where the actions are to be allowed. */
export interface RequiredActionsScope {
  Bucket: string;
  Region: string;
  /** Only objects whose keys begin with this, as `user/42/`; sources of copies too. Default: all. */
  Prefix?: string;
}

/** A policy as STS takes it: https://cloud.tencent.com/document/product/598/10603 */
export interface StsPolicy {
  version: '2.0';
  statement: { effect: 'allow'; action: string[]; resource: string[] }[];
}

export interface RequiredActions {
  /** CAM actions, as `name/cos:PutObject`, each once. */
  actions: string[];
  /** The least that temporary keys need for the methods, where a scope was given. */
  policy?: StsPolicy;
}

/** A method: one request, or several, whose actions it lists. */
export type AnyMethod = AnyOperation | { readonly actions: readonly string[] };

/** Lists of a bucket take a prefix, so they can be limited to it; its configuration cannot. */
const listingActions = ['GetBucket', 'GetBucketObjectVersions', 'ListMultipartUploads', 'DeleteObject'];

/** What a resource names: objects by their prefix, a whole bucket, or the account. */
const targets = ['object', 'bucket', 'service'] as const;

interface Need {
  readonly action: string;
  readonly on: AnyOperation['on'];
}

function needsOf(name: string, method: AnyMethod): Need[] {
  if ('actions' in method) return method.actions.map((action) => ({ action, on: 'object' }));
  const action = actionOf(name, method);
  const own = { action, on: listingActions.indexOf(action) < 0 ? method.on : 'object' };
  return method.copies ? [{ action: 'GetObject', on: 'object' }, own] : [own];
}

export function listRequiredActions(
  names: readonly string[],
  methods: ReadonlyMap<string, AnyMethod>,
  scope: RequiredActionsScope | undefined,
  context: ClientContext,
): RequiredActions {
  if (!Array.isArray(names)) throw argumentError('methods should be an array of names.', `Got ${quoteValue(names)}.`);
  const needs = names.map((given: unknown) => {
    const name = String(given);
    const method = methods.get(name);
    if (method) return needsOf(name, method);
    const nearest = nearestName(name, Array.from(methods.keys()));
    throw argumentError(`Unknown method ${quoteValue(name)}.`, nearest ? `Did you mean "${nearest}"?` : '');
  });
  const all = needs.reduce((list, some) => list.concat(some), []);
  const actionsOn = (target: string): string[] =>
    Array.from(new Set(all.filter(({ on }) => on === target).map(({ action }) => `name/cos:${action}`)));
  const actions = targets.map(actionsOn).reduce((list, some) => list.concat(some));
  return scope ? { actions, policy: toPolicy(actionsOn, scope, context) } : { actions };
}

function toPolicy(
  actionsOn: (target: string) => string[],
  scope: RequiredActionsScope,
  context: ClientContext,
): StsPolicy {
  const bucket = checkBucket({ ...scope }, context);
  const place = `qcs::cos:${checkRegion({ ...scope }, context)}:uid/${bucket.replace(/.*-/, '')}:${bucket}/`;
  // Listing the buckets of an account is allowed on everything or not at all: https://cloud.tencent.com/document/product/436/31923
  const resources = { object: `${place}${scope.Prefix ?? ''}*`, bucket: `${place}*`, service: '*' };
  const statement = targets.map((on): StsPolicy['statement'][0] => ({
    effect: 'allow',
    action: actionsOn(on),
    resource: [resources[on]],
  }));
  return { version: '2.0', statement: statement.filter(({ action }) => action.length > 0) };
}
