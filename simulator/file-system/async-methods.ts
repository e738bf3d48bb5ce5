import * as descriptors from './descriptors';
import * as entries from './entries';
import { getFileInfo } from './file-info';
import type { Later } from './file-system-manager';
import { stat } from './file-stats';
import * as folders from './folders';
import { readFile } from './read-file';
import * as savedFiles from './saved-files';
import { appendFile, writeFile } from './write-file';

export function asyncMethods(later: Later) {
  return {
    access: later('access', entries.access),
    appendFile: later('appendFile', appendFile),
    close: later('close', descriptors.close),
    copyFile: later('copyFile', entries.copyFile),
    fstat: later('fstat', descriptors.fstat),
    ftruncate: later('ftruncate', descriptors.ftruncate),
    getFileInfo: later('getFileInfo', getFileInfo),
    getSavedFileList: later('getSavedFileList', savedFiles.getSavedFileList),
    mkdir: later('mkdir', folders.mkdir),
    open: later('open', descriptors.open),
    read: later('read', descriptors.read),
    readFile: later('readFile', readFile),
    readdir: later('readdir', folders.readdir),
    removeSavedFile: later('removeSavedFile', savedFiles.removeSavedFile),
    rename: later('rename', entries.rename),
    rmdir: later('rmdir', folders.rmdir),
    saveFile: later('saveFile', savedFiles.saveFile),
    stat: later('stat', stat),
    truncate: later('truncate', entries.truncate),
    unlink: later('unlink', entries.unlink),
    write: later('write', descriptors.write),
    writeFile: later('writeFile', writeFile),
  };
}
