import type { Clock } from '../base/clock';
import { sleep } from '../base/clock';
import { StopSource, type StopSignal } from '../base/signal';
import type { CosError } from '../errors';
import type { AppEvents, Unsubscribe } from '../host/app-events';

/** Failures that have another reason than the request where the app was away meanwhile. */
const passingCodes = ['Interrupted', 'NetworkError', 'Timeout', 'CredentialsError'];
/** In case the platform does not tell when the network is back. */
const askAgainMs = 5000;

/**
 * Whether requests have a chance now: WeChat ends them in the background, and offline nothing arrives. Listens to the
 * platform only while somebody is interested.
 */
export class Presence {
  /** How often the app has gone to the background, or offline. */
  absences = 0;
  private isInBackground = false;
  private isOffline = false;
  private watchers = 0;
  private unsubscribes: Unsubscribe[] = [];
  private readonly waiting = new Set<StopSource>();

  constructor(
    private readonly events: AppEvents,
    private readonly clock: Clock,
    private readonly waitsForNetwork: () => boolean,
  ) {}

  /** Returns the function that ends the interest. */
  watch(): () => void {
    this.watchers += 1;
    if (this.watchers === 1) this.subscribe();
    return () => {
      this.watchers -= 1;
      if (this.watchers > 0) return;
      this.unsubscribes.forEach((unsubscribe) => unsubscribe());
      this.unsubscribes = [];
      this.isInBackground = false;
      this.isOffline = false;
    };
  }

  /** Resolves when a request has a chance, at once where nothing is known against it. */
  async whenUsable(signal: StopSignal): Promise<void> {
    while (this.isAway()) {
      const wake = new StopSource();
      this.waiting.add(wake);
      const unsubscribe = signal.onStop((reason) => wake.stop(reason));
      // Woken up or not: the loop looks again.
      await sleep(this.clock, askAgainMs, wake).catch(() => undefined);
      this.waiting.delete(wake);
      unsubscribe();
      signal.throwIfStopped();
      if (this.isOffline) await this.askConnection();
    }
  }

  /** Whether a failure comes from the app being away, so that it says nothing about the request. */
  async explains({ code }: CosError, absencesBefore: number): Promise<boolean> {
    if (passingCodes.indexOf(code) < 0) return false;
    if (code === 'NetworkError' || code === 'Timeout') await this.askConnection();
    return this.absences !== absencesBefore;
  }

  private isAway(): boolean {
    return this.isInBackground || (this.isOffline && this.waitsForNetwork());
  }

  private subscribe(): void {
    const { events } = this;
    this.unsubscribes = [
      events.onBackground(() => this.change(true, this.isOffline)),
      events.onForeground(() => this.change(false, this.isOffline)),
      events.onNetwork((isConnected) => this.change(this.isInBackground, !isConnected)),
    ];
  }

  private async askConnection(): Promise<void> {
    const isConnected = await this.events.isConnected?.().catch(() => undefined);
    if (isConnected !== undefined) this.change(this.isInBackground, !isConnected);
  }

  private change(isInBackground: boolean, isOffline: boolean): void {
    const wasAway = this.isAway();
    const isNews = (isInBackground && !this.isInBackground) || (isOffline && !this.isOffline && this.waitsForNetwork());
    if (isNews) this.absences += 1;
    this.isInBackground = isInBackground;
    this.isOffline = isOffline;
    if (!wasAway || this.isAway()) return;
    this.waiting.forEach((wake) => wake.stop('paused'));
  }
}
