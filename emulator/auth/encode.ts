/** Percent-encoding of the signature: everything but A-Z a-z 0-9 - _ . ~ (436/7778, UrlEncode). */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
