import { failure } from '../errors';

/** Phones are rarely exact to the second: a start this far in the future is still accepted. */
const toleratedSkewSeconds = 30;

/** Checks a `<start>;<end>` period (Unix seconds) against the server's clock. */
export function checkPeriod(period: string, nowMs: number): void {
  const match = /^(\d{1,12});(\d{1,12})$/.exec(period);
  const start = Number(match?.[1]);
  const end = Number(match?.[2]);
  if (!match || end < start) {
    throw failure('AccessDenied', 'The authorization is malformed: times must be <start>;<end> in seconds.');
  }
  const nowSeconds = Math.floor(nowMs / 1000);
  const details = { ServerTime: new Date(nowMs).toISOString() };
  if (nowSeconds > end) throw failure('AccessDenied', 'Request has expired', { details });
  if (start > nowSeconds + toleratedSkewSeconds) throw failure('RequestTimeTooSkewed', undefined, { details });
}
