import type { CosError } from '../errors';
import type { TaskState } from './state';

/** What changes while a task is in the queue. */
export interface TaskStatus {
  state: TaskState;
  /** Bytes sent. */
  loaded: number;
  /** Bytes in all; 0 until the file is checked. */
  size: number;
  /** Bytes per second; 0 while nothing is sent. */
  speed: number;
  /** Hashed, from 0 to 1. */
  hashPercent: number;
  /** Why the task is in state `error`, else null. */
  error: CosError | null;
}

/** A task as lists and events show it: what was said about it when it was added, and how far it is. */
export type TaskRow<Info> = Readonly<Info & TaskStatus & { id: string; percent: number }>;

export function createStatus(): TaskStatus {
  return { state: 'waiting', loaded: 0, size: 0, speed: 0, hashPercent: 0, error: null };
}

export function formatRow<Info extends object>(id: string, info: Info, status: TaskStatus): TaskRow<Info> {
  return Object.freeze({ id, ...info, ...status, percent: calculatePercent(status) });
}

/** Rounded down, so that 1 means all. */
function calculatePercent({ state, loaded, size }: TaskStatus): number {
  if (state === 'success') return 1;
  return size > 0 ? Math.min(1, Math.floor((loaded / size) * 10000) / 10000) : 0;
}
