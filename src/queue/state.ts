/** `waiting` in the queue, `checking` its file, `uploading`, and how a task ended or rests. */
export type TaskState = 'waiting' | 'checking' | 'uploading' | 'paused' | 'success' | 'error' | 'canceled';

export type TaskEvent = 'start' | 'transfer' | 'succeed' | 'fail' | 'pause' | 'restart' | 'cancel';

const whileRunning = { succeed: 'success', fail: 'error', pause: 'paused', cancel: 'canceled' } as const;
const whileResting = { restart: 'waiting', cancel: 'canceled' } as const;

const transitions: Record<TaskState, Partial<Record<TaskEvent, TaskState>>> = {
  waiting: { start: 'checking', pause: 'paused', cancel: 'canceled' },
  checking: { ...whileRunning, transfer: 'uploading' },
  uploading: whileRunning,
  paused: whileResting,
  error: whileResting,
  success: {},
  canceled: {},
};

/** @returns undefined where the event makes no sense in this state. */
export function nextState(state: TaskState, event: TaskEvent): TaskState | undefined {
  return transitions[state][event];
}
