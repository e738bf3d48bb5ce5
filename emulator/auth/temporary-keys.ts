import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { describePolicyProblem, type StsPolicy } from './cam-policy';

/** The answer of the STS endpoint, in the JSON shape that Tencent documents. */
export interface TemporaryCredentials {
  credentials: { tmpSecretId: string; tmpSecretKey: string; sessionToken: string };
  /** Unix seconds. */
  startTime: number;
  /** Unix seconds. */
  expiredTime: number;
  /** `expiredTime` as ISO 8601. */
  expiration: string;
  requestId: string;
}

export interface IssueOptions {
  /** Validity in seconds: 1 to 7200, default 1800. */
  durationSeconds?: number;
  /** What the keys may do; default: everything in the account. */
  policy?: StsPolicy;
}

/** What a genuine token says. */
export interface TokenContent {
  readonly secretId: string;
  readonly startTime: number;
  readonly expiredTime: number;
  readonly policy: StsPolicy;
}

export class InvalidIssueOptions extends Error {}

const everything: StsPolicy = {
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/cos:*', resource: '*' }],
};

/**
 * Issues and checks temporary keys. The token describes itself and is sealed with the root key, so keys stay valid over a
 * restart without being stored.
 */
export class TemporaryKeys {
  constructor(
    private readonly rootSecretKey: string,
    private readonly nowMs: () => number,
  ) {}

  issue(options: IssueOptions = {}): TemporaryCredentials {
    const { durationSeconds = 1800, policy = everything } = options;
    if (!Number.isInteger(durationSeconds) || durationSeconds < 1 || durationSeconds > 7200) {
      throw new InvalidIssueOptions(`durationSeconds must be a whole number from 1 to 7200, got ${durationSeconds}`);
    }
    const problem = describePolicyProblem(policy);
    if (problem !== undefined) throw new InvalidIssueOptions(problem);
    const startTime = Math.floor(this.nowMs() / 1000);
    const expiredTime = startTime + durationSeconds;
    const secretId = `AKID${randomBytes(24).toString('base64url').replace(/[-_]/g, 'x')}`;
    return {
      credentials: {
        tmpSecretId: secretId,
        tmpSecretKey: this.secretKeyOf(secretId),
        sessionToken: this.seal({ secretId, startTime, expiredTime, policy }),
      },
      startTime,
      expiredTime,
      expiration: new Date(expiredTime * 1000).toISOString().replace('.000Z', 'Z'),
      requestId: randomBytes(16).toString('hex'),
    };
  }

  /** The content of a token that this account issued, else undefined. Expiry is not checked. */
  open(token: string): TokenContent | undefined {
    const [content, seal] = token.split('.');
    if (content === undefined || seal === undefined) return undefined;
    const expected = Buffer.from(this.sealOf(content));
    const actual = Buffer.from(seal);
    if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined;
    // The seal proves that `seal()` below wrote it.
    return JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as TokenContent;
  }

  secretKeyOf(secretId: string): string {
    return createHmac('sha256', this.rootSecretKey).update(`secret-key:${secretId}`).digest('hex').slice(0, 32);
  }

  private seal(content: TokenContent): string {
    const text = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${text}.${this.sealOf(text)}`;
  }

  private sealOf(text: string): string {
    return createHmac('sha256', this.rootSecretKey).update(`token:${text}`).digest('base64url');
  }
}
