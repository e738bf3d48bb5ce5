/** `MaxKeys` to `Max-Keys`, `ContentMD5` to `Content-MD5`. */
export const toKebabCase = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1-$2');
