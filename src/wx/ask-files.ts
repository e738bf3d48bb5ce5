import { toFileFailure, type WxFailure } from './failures';

export const manager = (): WechatMiniprogram.FileSystemManager => wx.getFileSystemManager();

interface Callbacks<Result> {
  success: (result: Result) => void;
  fail: (failure: WxFailure) => void;
}

/** Makes one file system call a promise that rejects with `FileFailure`. */
export function askFiles<Result>(call: (callbacks: Callbacks<Result>) => unknown): Promise<Result> {
  return new Promise((resolve, reject) => {
    call({ success: resolve, fail: (failure) => reject(toFileFailure(failure)) });
  });
}
