import type { Callbacks } from './callbacks';
import { Listeners } from './listeners';

export interface AppShowResult {
  path: string;
  query: Record<string, string>;
  scene: number;
}

export interface MemoryWarning {
  /** 5 moderate, 10 low, 15 critical; Android only. */
  level?: number;
}

/** Whether the mini program is in the foreground, and the events about its life. */
export class AppState {
  readonly show: Listeners<AppShowResult>;
  readonly hide: Listeners<object>;
  readonly memoryWarning: Listeners<MemoryWarning>;
  isInBackground = false;

  constructor(callbacks: Callbacks) {
    this.show = new Listeners(callbacks);
    this.hide = new Listeners(callbacks);
    this.memoryWarning = new Listeners(callbacks);
  }
}

export function appEventApis(app: AppState) {
  return {
    onAppShow: app.show.on,
    offAppShow: app.show.off,
    onAppHide: app.hide.on,
    offAppHide: app.hide.off,
    onMemoryWarning: app.memoryWarning.on,
    offMemoryWarning: app.memoryWarning.off,
  };
}
