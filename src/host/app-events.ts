export type Unsubscribe = () => void;

/** What happens to the app around us. Seam to the platform's life cycle and network events. */
export interface AppEvents {
  onForeground(listener: () => void): Unsubscribe;
  onBackground(listener: () => void): Unsubscribe;
  onNetwork(listener: (isConnected: boolean) => void): Unsubscribe;
  /** Whether there is a network now; absent where the platform does not tell. */
  isConnected?(): Promise<boolean>;
}
