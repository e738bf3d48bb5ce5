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
  /** Only objects whose keys begin with this, as `user/42/`. Default: all. */
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

interface Need {
  readonly action: string;
  readonly isWhole: boolean;
}

function needsOf(name: string, method: AnyMethod): Need[] {
  if ('actions' in method) return method.actions.map((action) => ({ action, isWhole: false }));
  const action = actionOf(name, method);
  const own = { action, isWhole: method.on !== 'object' && listingActions.indexOf(action) < 0 };
  return method.copies ? [{ action: 'GetObject', isWhole: false }, own] : [own];
}

export function listRequiredActions(
  names: readonly string[],
  methods: ReadonlyMap<string, AnyMethod>,
  scope: RequiredActionsScope | undefined,
  context: ClientContext,
): RequiredActions {
  const needs = names.map((name) => {
    const method = methods.get(name);
    if (method) return needsOf(name, method);
    const nearest = nearestName(name, Array.from(methods.keys()));
    throw argumentError(`Unknown method ${quoteValue(name)}.`, nearest ? `Did you mean "${nearest}"?` : '');
  });
  const all = needs.reduce((list, some) => list.concat(some), []);
  const namesOf = (isWhole: boolean): string[] =>
    Array.from(new Set(all.filter((need) => need.isWhole === isWhole).map(({ action }) => `name/cos:${action}`)));
  const actions = Array.from(new Set([...namesOf(false), ...namesOf(true)]));
  return scope ? { actions, policy: toPolicy(namesOf(false), namesOf(true), scope, context) } : { actions };
}

function toPolicy(limited: string[], whole: string[], scope: RequiredActionsScope, context: ClientContext): StsPolicy {
  const bucket = checkBucket({ ...scope }, context);
  const resource = `qcs::cos:${checkRegion({ ...scope }, context)}:uid/${bucket.replace(/.*-/, '')}:${bucket}`;
  const statement: StsPolicy['statement'] = [];
  const allow = (action: string[], pattern: string): void => {
    if (action.length > 0) statement.push({ effect: 'allow', action, resource: [pattern] });
  };
  allow(limited, `${resource}/${scope.Prefix ?? ''}*`);
  allow(whole, `${resource}/*`);
  return { version: '2.0', statement };
}
