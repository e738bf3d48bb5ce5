/** Small texts that survive the app. Seam to the platform's storage. Any method may throw: the storage may be full or broken. */
export interface KeyValueStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}
