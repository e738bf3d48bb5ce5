import type { KeyValueStore } from '../host/key-value-store';

export const wxStorage: KeyValueStore = {
  get(key) {
    const value: unknown = wx.getStorageSync(key);
    // A missing key reads as an empty string.
    return typeof value === 'string' && value !== '' ? value : undefined;
  },
  set: (key, value) => wx.setStorageSync(key, value),
  remove: (key) => wx.removeStorageSync(key),
};
