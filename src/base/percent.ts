/** Percent-encoding as COS signs it: everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hex. */
export function encodePercent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** An object key as the path of a URL: encoded, with its slashes kept. */
export function encodeKeyPath(key: string): string {
  return encodePercent(key).replace(/%2F/g, '/');
}

/** Decodes what COS encodes for `encoding-type=url`; text that is not percent-encoded comes back as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
