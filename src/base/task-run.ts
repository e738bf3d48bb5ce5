import type { StopSignal } from './signal';

/** One run of a transfer, as the work itself sees it. What a stopped run reports is ignored. */
export interface TaskRun {
  readonly signal: StopSignal;
  /** The file is checked and bytes begin to flow, after those that an earlier run has sent. Starting over enters again. */
  enterTransfer(sizeBytes: number, resumedBytes?: number): void;
  /** Bytes sent so far, resumed ones included. */
  reportProgress(loaded: number): void;
  /** How much of the file is hashed, from 0 to 1. */
  reportHash(percent: number): void;
}
