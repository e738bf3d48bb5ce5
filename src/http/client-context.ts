import type { StopSignal } from '../base/signal';
import type { Warnings } from '../base/report';
import type { CredentialProvider } from '../credentials/provider';
import type { CosError } from '../errors';
import type { Host } from '../host/host';
import type { ResolvedOptions } from '../options';
import type { Presence } from './presence';
import type { ServerTime } from './server-time';

/** A request about to go, as listeners of `before-send` see and may change it. It is not signed yet. */
export interface OutgoingRequest {
  /** Name of the method of COS that was called, as `putObject`. */
  operation: string;
  method: string;
  url: string;
  headers: Record<string, string>;
}

/** What all requests of one client share. */
export interface ClientContext {
  readonly options: ResolvedOptions;
  readonly host: Host;
  readonly serverTime: ServerTime;
  readonly credentials: CredentialProvider;
  readonly warnings: Warnings;
  /** Whether the app is in the foreground and connected, for calls that wait until it is. */
  readonly presence: Presence;
  readonly beforeSend: (request: OutgoingRequest) => void;
}

/** Bytes sent so far and in all, as the platform counts them. */
export type OnSent = (bytes: number, total: number) => void;

/** One call of a method: what it shares with others, and how it is stopped and watched. */
export interface CallContext extends ClientContext {
  readonly signal: StopSignal;
  readonly onSent?: OnSent;
  /** Waits in the background and offline instead of failing. */
  readonly isPatient?: boolean;
  /** Told about every attempt that failed, also where another one follows. */
  readonly onAttemptFailed?: (error: CosError) => void;
}
