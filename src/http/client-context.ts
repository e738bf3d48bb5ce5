import type { Warnings } from '../base/report';
import type { CredentialProvider } from '../credentials/provider';
import type { Host } from '../host/host';
import type { ResolvedOptions } from '../options';
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
  readonly beforeSend: (request: OutgoingRequest) => void;
}
