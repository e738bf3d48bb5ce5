import type { AppEvents, Unsubscribe } from '../host/app-events';

type Subscribe<Event> = ((listener: (event: Event) => void) => void) | undefined;

/**
 * The events as they are at run time: plugins lack onAppShow and onAppHide, old base libraries lack `off...`,
 * and `off...` takes the same listener as `on...`. The typings say none of this.
 */
interface WxEvents {
  onAppShow: Subscribe<unknown>;
  offAppShow: Subscribe<unknown>;
  onAppHide: Subscribe<unknown>;
  offAppHide: Subscribe<unknown>;
  onNetworkStatusChange: Subscribe<{ isConnected: boolean }>;
  offNetworkStatusChange: Subscribe<{ isConnected: boolean }>;
  getNetworkType: ((options: { success(result: { networkType: string }): void; fail(): void }) => void) | undefined;
}

const events = (): WxEvents => wx as unknown as WxEvents;

function subscribe<Event>(on: Subscribe<Event>, off: Subscribe<Event>, listener: (event: Event) => void): Unsubscribe {
  on?.(listener);
  return () => off?.(listener);
}

export const wxAppEvents: AppEvents = {
  onForeground: (listener) => subscribe(events().onAppShow, events().offAppShow, () => listener()),
  onBackground: (listener) => subscribe(events().onAppHide, events().offAppHide, () => listener()),
  onNetwork: (listener) =>
    subscribe(events().onNetworkStatusChange, events().offNetworkStatusChange, (status) =>
      listener(status.isConnected),
    ),
  // A platform that cannot tell is taken for connected: the request itself will show.
  isConnected: () =>
    new Promise((resolve) => {
      const { getNetworkType } = events();
      if (!getNetworkType) resolve(true);
      else getNetworkType({ success: ({ networkType }) => resolve(networkType !== 'none'), fail: () => resolve(true) });
    }),
};
