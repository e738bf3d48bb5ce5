import type { StopSignal } from '../base/signal';

/** One run of an upload, as the work itself sees it. */
export interface TaskRun {
  readonly signal: StopSignal;
  /** The file is checked and bytes begin to flow. */
  enterTransfer(sizeBytes: number): void;
  /** Bytes sent so far. */
  reportProgress(loaded: number): void;
  /** How much of the file is hashed, from 0 to 1. */
  reportHash(percent: number): void;
}
