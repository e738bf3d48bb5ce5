import type { TransferCall } from './transfer-context';

/** A method of several requests that is no task: it can be neither paused nor canceled. */
export interface Composite<P, R> {
  readonly call: (params: P, call: TransferCall) => Promise<R>;
  /** The CAM actions of its requests, without `name/cos:`. */
  readonly actions: readonly string[];
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => R;
}

export const composite = <P, R>(call: Composite<P, R>['call'], actions: readonly string[]): Composite<P, R> => ({
  call,
  actions,
});

// The entries differ in their parameter types; whoever runs them passes the caller's parameters on as they are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyComposite = Composite<any, unknown>;
export type CompositeTable = Readonly<Record<string, AnyComposite>>;
