import { countUtf8Bytes, hasLoneSurrogate } from '../base/utf8';
import { argumentError, quoteValue } from '../errors';
import type { ClientContext } from './client-context';

type Params = Readonly<Record<string, unknown>>;

const maxKeyBytes = 850;

/** Throws unless a parameter is given. Empty strings count as missing, but for a Body. */
export function requireParam(params: Params, name: string, advice = ''): void {
  const value = params[name];
  if (value === undefined || value === null || (value === '' && name !== 'Body')) {
    throw argumentError(`missing param ${name}`, advice || `(got ${quoteValue(value)}).`);
  }
}

/** The bucket's full name; with the deprecated option AppId the name may come without it. */
export function checkBucket(params: Params, { options, warnings }: ClientContext): string {
  requireParam(params, 'Bucket');
  const given = params['Bucket'];
  const bucket = typeof given === 'string' ? given : '';
  if (/^[a-z\d][a-z\d-]*-\d+$/.test(bucket)) return bucket;
  if (options.AppId && /^[a-z\d-]+$/.test(bucket)) {
    warnings.once('Option AppId is deprecated: write the bucket as "name-appid".');
    return `${bucket}-${options.AppId}`;
  }
  throw argumentError('Bucket should format as "test-1250000000".', `Got ${quoteValue(given)}.`);
}

export function checkRegion(params: Params, { warnings }: ClientContext): string {
  requireParam(params, 'Region', '(as "ap-guangzhou").');
  const given = params['Region'];
  const region = typeof given === 'string' ? given : '';
  if (/^cos\./.test(region))
    throw argumentError('param Region should not be start with "cos."', `Got ${quoteValue(given)}.`);
  if (!/^[a-z\d-]+$/.test(region))
    throw argumentError('Region format error.', `Expected "ap-guangzhou", got ${quoteValue(given)}.`);
  if (region.indexOf('-') < 0 && region !== 'sg' && region !== 'accelerate') {
    warnings.once(`Region ${quoteValue(region)} does not look like "ap-guangzhou".`);
  }
  return region;
}

/** The key without its one leading slash. */
export function checkKey(params: Params): string {
  requireParam(params, 'Key', '(the name of the object, 1 to 850 bytes).');
  const given = params['Key'];
  if (typeof given !== 'string' && typeof given !== 'number')
    throw argumentError('Key should be a string.', `Got ${quoteValue(given)}.`);
  const key = String(given).replace(/^\//, '');
  if (key === '')
    throw argumentError('missing param Key', `(${quoteValue(given)} is empty without its leading slash).`);
  if (hasLoneSurrogate(key))
    throw argumentError('Key format error.', `${quoteValue(key)} holds half of a character (a lone surrogate).`);
  if (key.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw argumentError('Key format error.', `${quoteValue(key)} has a "." or ".." segment, which URLs cannot carry.`);
  }
  const bytes = countUtf8Bytes(key);
  if (bytes > maxKeyBytes)
    throw argumentError('Key is too long.', `At most ${maxKeyBytes} bytes of UTF-8, got ${bytes}.`);
  return key;
}

/** A proxy may shorten such a path to `/`, and reading the object would list the bucket instead. */
export function checkKeySurvives(key: string): void {
  if (/^\/*$/.test(key))
    throw argumentError('The Getobject Key is illegal', `: ${quoteValue(key)} may be shortened to "/".`);
}

/** Numbers of bytes or of requests: `'auto'` and values from 1 up. */
export function checkCount(params: Params, name: string): void {
  const value = params[name];
  if (value === undefined || value === null || value === 'auto' || Number(value) >= 1) return;
  throw argumentError(`${name} should be a number from 1 up.`, `Got ${quoteValue(value)}.`);
}

export function checkHeader(name: string, value: string): void {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw argumentError('Header name format error.', `Got ${quoteValue(name)}.`);
  if (/[\r\n]/.test(value)) throw argumentError(`Header ${name} has a line break.`, `Got ${quoteValue(value)}.`);
}
