/** Keys in UTF-8 binary order, the order of COS listings. */
export class SortedKeys {
  private readonly keys: string[] = [];

  add(key: string): void {
    const index = this.lowerBound(key);
    if (this.keys[index] !== key) this.keys.splice(index, 0, key);
  }

  /** Adds many at once: one sort instead of many insertions. */
  addAll(keys: Iterable<string>): void {
    for (const key of keys) this.keys.push(key);
    this.keys.sort(compareUtf8);
  }

  remove(key: string): void {
    const index = this.lowerBound(key);
    if (this.keys[index] === key) this.keys.splice(index, 1);
  }

  /** The first key at or after `from`. */
  firstFrom(from: string): string | undefined {
    return this.keys[this.lowerBound(from)];
  }

  /** The first key after `key` itself. */
  firstAfter(key: string): string | undefined {
    const index = this.lowerBound(key);
    return this.keys[index] === key ? this.keys[index + 1] : this.keys[index];
  }

  /** The first key after all keys that begin with `prefix`. */
  firstAfterPrefix(prefix: string): string | undefined {
    return this.keys[this.search((key) => compareUtf8(key, prefix) > 0 && !key.startsWith(prefix))];
  }

  private lowerBound(wanted: string): number {
    return this.search((key) => compareUtf8(key, wanted) >= 0);
  }

  /** Index of the first key for which `isReached` holds; it must hold for all keys after it, too. */
  private search(isReached: (key: string) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const key = this.keys[middle];
      if (key !== undefined && isReached(key)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Compares as the UTF-8 bytes would: JavaScript's own order puts surrogate pairs before U+E000 to U+FFFF. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate ? unit + 0x10000 : unit;
}
