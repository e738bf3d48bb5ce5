import { Warnings } from '../base/report';
import { CachedProvider } from '../credentials/cached';
import { fixedProvider, missingProvider } from '../credentials/fixed';
import type { CredentialProvider } from '../credentials/provider';
import type { Host } from '../host/host';
import { resolveOptions, type CosOptions, type ResolvedOptions } from '../options';
import type { ClientContext, OutgoingRequest } from './client-context';
import { Presence } from './presence';
import { ServerTime } from './server-time';

/** Options and host of one client become what its requests share. Throws `CosError` for options that cannot work. */
export function createContext(
  given: CosOptions,
  host: Host,
  beforeSend: (request: OutgoingRequest) => void,
): ClientContext {
  const warnings = new Warnings();
  const options = resolveOptions(given, warnings);
  const serverTime = new ServerTime(host.clock, options.SystemClockOffset, options.CorrectClockSkew);
  // Existing code reads and sets the offset on `cos.options`.
  Object.defineProperty(options, 'SystemClockOffset', {
    enumerable: true,
    get: () => serverTime.offsetMs,
    set: (offsetMs: number) => {
      serverTime.offsetMs = offsetMs;
    },
  });
  const credentials = createProvider(options, host, serverTime);
  const presence = new Presence(host.events, host.clock, () => options.WaitForNetwork);
  return { options, host, serverTime, credentials, presence, warnings, beforeSend };
}

/** Keys in the options win over functions that ask for keys. */
function createProvider(options: ResolvedOptions, host: Host, serverTime: ServerTime): CredentialProvider {
  if (options.SecretId && options.SecretKey) return fixedProvider(options);
  if (!options.getAuthorization) return missingProvider();
  return new CachedProvider(
    options.getAuthorization,
    host.clock,
    () => serverTime.nowMs(),
    options.AuthorizationTimeout,
  );
}
