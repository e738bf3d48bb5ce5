/**
 * The platform sets or rewrites `content-length`, `content-type`, `cache-control` and `transfer-encoding` itself:
 * a signature over them would not match what arrives.
 */
const signedNames =
  /^(host|origin|range|expect|expires|pic-operations|if-.+|content-(md5|disposition|encoding)|x-(cos|ci)-.+)$/i;

/** COS takes the token as it is: it authenticates the keys, the keys authenticate the request. */
const tokenNames = /^x-(cos|ci)-security-token$/i;

/** Those of a request's headers that are signed. Values are as they arrive: without spaces around them, none empty. */
export function selectHeadersToSign(headers: Readonly<Record<string, string>>): Record<string, string> {
  const selected: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    const value = text.trim();
    if (value && signedNames.test(name) && !tokenNames.test(name)) selected[name] = value;
  }
  return selected;
}
