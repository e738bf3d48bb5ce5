/** A digest that is computed piece by piece. */
export interface Hasher {
  /** Takes the next bytes. They are not kept. */
  update(bytes: Uint8Array): void;
  /** The digest of all bytes so far, as text. Call it once, at the end. */
  digest(): string;
}
