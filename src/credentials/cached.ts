import type { Clock } from '../base/clock';
import type { StopSignal } from '../base/signal';
import { untilStopped } from '../base/stoppable';
import type { AuthorizationRequest, GetAuthorization } from './authorization-request';
import { askApp } from './ask-app';
import type { Grant, KeyGrant } from './grant';
import type { CredentialProvider } from './provider';

/** Keys are renewed this long before they expire: a request that starts now should still be on time when it arrives. */
const renewAheadMs = 60000;
/** Keys for a single scope each (`ScopeLimit`) could otherwise pile up. */
const maxCachedGrants = 100;

/** Asks the app's getAuthorization, keeps keys until shortly before they expire, and asks once for all who wait. */
export class CachedProvider implements CredentialProvider {
  private grants: KeyGrant[] = [];
  private readonly flights = new Map<string, Promise<Grant>>();
  /** What the app answered last tells whether one answer can serve several requests. */
  private lastKind: 'anyScope' | 'oneScope' | 'oneRequest' = 'anyScope';

  constructor(
    private readonly getAuthorization: GetAuthorization,
    private readonly clock: Clock,
    /** The server's time in milliseconds. */
    private readonly serverNow: () => number,
    private readonly timeoutMs: number,
  ) {}

  async get(request: AuthorizationRequest, signal: StopSignal): Promise<Grant> {
    for (;;) {
      signal.throwIfStopped();
      const cached = this.peek(request);
      if (cached) return cached;
      const inFlight = this.flights.get(this.flightKey(request));
      const grant = await untilStopped(inFlight ?? this.ask(request), signal);
      // An answer to somebody else's question counts only if it fits this request; if not, this one asks itself.
      if (!inFlight || (grant.kind === 'keys' && isFor(grant, request))) return grant;
    }
  }

  peek(request: AuthorizationRequest): KeyGrant | undefined {
    const now = this.serverNow();
    this.grants = this.grants.filter(({ expiredTime }) => (expiredTime ?? Infinity) * 1000 > now + renewAheadMs);
    return this.grants.find((grant) => isFor(grant, request));
  }

  refuse(grant: Grant): boolean {
    this.grants = this.grants.filter((kept) => kept !== grant);
    return true;
  }

  private flightKey(request: AuthorizationRequest): string {
    return this.lastKind === 'anyScope' ? '' : scopeKeyOf(request);
  }

  private ask(request: AuthorizationRequest): Promise<Grant> {
    const answer = askApp(this.getAuthorization, request, this.clock, this.timeoutMs).then((grant) =>
      this.accept(grant, request),
    );
    // A signature serves the request that asked for it and no other.
    if (this.lastKind === 'oneRequest') return answer;
    const key = this.flightKey(request);
    const land = (): void => {
      this.flights.delete(key);
    };
    this.flights.set(key, answer);
    answer.then(land, land);
    return answer;
  }

  private accept(grant: Grant, request: AuthorizationRequest): Grant {
    this.lastKind = grant.kind === 'signature' ? 'oneRequest' : grant.isScopeLimited ? 'oneScope' : 'anyScope';
    if (grant.kind === 'signature') return grant;
    const kept = grant.isScopeLimited ? { ...grant, scopeKey: scopeKeyOf(request) } : grant;
    this.grants = [kept, ...this.grants].slice(0, maxCachedGrants);
    return kept;
  }
}

const scopeKeyOf = (request: AuthorizationRequest): string => JSON.stringify(request.Scope);

const isFor = (grant: KeyGrant, request: AuthorizationRequest): boolean =>
  grant.scopeKey === undefined || grant.scopeKey === scopeKeyOf(request);
