const charByName: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const nameByChar: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** Line ends and tabs are written as references: a reader would otherwise normalise them. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (char) => `&${nameByChar[char] ?? `#${char.charCodeAt(0)}`};`);
}

/** Decodes references in one pass, so that `&#38;amp;` is `&amp;` and not `&`. Others than those of XML stay as they are. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi, (reference, decimal, hex, name: string) => {
    if (name) return charByName[name] ?? reference;
    return String.fromCodePoint(decimal ? Number(decimal) : parseInt(String(hex), 16));
  });
}
