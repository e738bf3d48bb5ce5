import { FileFailure, type Files, type FileStat, type FileWriter } from '../host/files';
import { askFiles, manager } from './ask-files';

/** `position` and `length` of readFile exist from base library 2.10.0, which is older than the fd calls (2.16.1). */
function readRange(path: string, start: number, length: number): Promise<ArrayBuffer> {
  return askFiles<{ data: string | ArrayBuffer }>((callbacks) =>
    manager().readFile({ filePath: path, position: start, length, ...callbacks }),
  ).then(({ data }) => {
    if (typeof data === 'string') throw new FileFailure('other', `readFile answered text for ${path}`);
    return data;
  });
}

/** readFile refuses files over 100 MB on some clients, even for a range: the fd calls have no such limit. */
async function readByDescriptor(path: string, start: number, length: number): Promise<ArrayBuffer> {
  const fs = manager();
  const { fd } = await askFiles<{ fd: string }>((callbacks) => fs.open({ filePath: path, flag: 'r', ...callbacks }));
  try {
    const buffer = new ArrayBuffer(length);
    for (let done = 0; done < length;) {
      const from = { fd, arrayBuffer: buffer, offset: done, length: length - done, position: start + done };
      const { bytesRead } = await askFiles<{ bytesRead: number }>((callbacks) => fs.read({ ...from, ...callbacks }));
      if (bytesRead === 0) throw new FileFailure('truncated', `${path} ends before byte ${start + length}`);
      done += bytesRead;
    }
    return buffer;
  } finally {
    await askFiles((callbacks) => fs.close({ fd, ...callbacks }));
  }
}

async function openWriter(path: string, isThere = false): Promise<FileWriter> {
  const flag = isThere ? 'r+' : 'w+';
  const fs = manager();
  const { fd } = await askFiles<{ fd: string }>((callbacks) => fs.open({ filePath: path, flag, ...callbacks }));
  return {
    async write(position, data) {
      const from = { fd, data, offset: 0, length: data.byteLength, position };
      const { bytesWritten } = await askFiles<{ bytesWritten: number }>((callbacks) =>
        fs.write({ ...from, ...callbacks }),
      );
      if (bytesWritten !== data.byteLength)
        throw new FileFailure('full', `only ${bytesWritten} of ${data.byteLength} bytes written to ${path}`);
    },
    close: async () => {
      await askFiles((callbacks) => fs.close({ fd, ...callbacks }));
    },
  };
}

/**
 * Base libraries before 2.10.0 ignore the range and read the whole file. Which one runs is told by calls that are
 * younger, else by one that is deprecated; `wx.canIUse` does not exist in plugins.
 */
function canReadRanges(): boolean {
  const platform = wx as Partial<typeof wx>;
  // Old libraries have only the deprecated one.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const version = platform.getAppBaseInfo?.().SDKVersion ?? platform.getSystemInfoSync?.().SDKVersion ?? '3.0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}

export class WxFiles implements Files {
  readonly canReadRanges = canReadRanges();
  readonly userFolder = wx.env.USER_DATA_PATH;
  readonly digest?: (path: string) => Promise<string>;
  readonly openForWrite?: Files['openForWrite'];

  constructor() {
    const fs: Partial<WechatMiniprogram.FileSystemManager> = manager();
    // Missing in plugins.
    if (fs.getFileInfo) {
      this.digest = async (filePath) => {
        type Info = { digest?: string };
        const info = await askFiles<Info>((callbacks) =>
          manager().getFileInfo({ filePath, digestAlgorithm: 'md5', ...callbacks }),
        );
        if (!info.digest) throw new FileFailure('other', `getFileInfo gave no digest of ${filePath}`);
        return info.digest;
      };
    }
    if (fs.open && fs.write) this.openForWrite = openWriter;
  }

  async stat(path: string): Promise<FileStat> {
    const { stats } = await askFiles<{ stats: WechatMiniprogram.Stats }>((callbacks) =>
      manager().stat({ path, ...callbacks } as WechatMiniprogram.StatOption),
    );
    return { size: stats.size, isDirectory: stats.isDirectory(), modifiedMs: stats.lastModifiedTime * 1000 };
  }

  async read(path: string, start: number, length: number): Promise<ArrayBuffer> {
    // A length of 0 is an invalid argument of readFile.
    if (length === 0) return new ArrayBuffer(0);
    const data = await readRange(path, start, length).catch((failure: unknown) => {
      if (failure instanceof FileFailure && failure.kind === 'full' && (manager().open as unknown))
        return readByDescriptor(path, start, length);
      throw failure;
    });
    if (data.byteLength !== length) throw new FileFailure('truncated', `${path} ends before byte ${start + length}`);
    return data;
  }

  async rename(path: string, target: string): Promise<void> {
    await this.remove(target);
    await askFiles((callbacks) => manager().rename({ oldPath: path, newPath: target, ...callbacks }));
  }

  async remove(path: string): Promise<void> {
    try {
      await askFiles((callbacks) => manager().unlink({ filePath: path, ...callbacks }));
    } catch (failure) {
      if (!(failure instanceof FileFailure && failure.kind === 'missing')) throw failure;
    }
  }
}
