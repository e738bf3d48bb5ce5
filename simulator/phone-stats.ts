import type { Device } from './device';
import type { Slots } from './network/slots';

/** What the phone is doing and has done. */
export interface PhoneStats {
  readonly requestsInFlight: number;
  /** Calls of `wx.request` waiting for one of the ten places. */
  readonly requestsQueued: number;
  readonly uploadsInFlight: number;
  readonly downloadsInFlight: number;
  readonly maxRequestsInFlight: number;
  readonly maxUploadsInFlight: number;
  readonly maxDownloadsInFlight: number;
  /** Body bytes handed to sockets. */
  readonly bytesSent: number;
  /** Body bytes that arrived, after content decoding. */
  readonly bytesReceived: number;
  /** Bytes read from files by the file system API and by uploads. */
  readonly fileBytesRead: number;
  /** Bytes written to files by the file system API and by downloads. */
  readonly fileBytesWritten: number;
  readonly openFileDescriptors: number;
  /** Listeners registered for app, memory and network events. */
  readonly listeners: number;
}

export function createStats({ app, descriptors, meter, network, slots }: Device): PhoneStats {
  const listeners = [app.show, app.hide, app.memoryWarning, network.statusChange, network.weakChange];
  // Every field is read when it is asked for.
  return Object.defineProperties({} as PhoneStats, {
    ...slotFields('requests', slots.request),
    ...slotFields('uploads', slots.uploadFile),
    ...slotFields('downloads', slots.downloadFile),
    bytesSent: live(() => meter.bytesSent),
    bytesReceived: live(() => meter.bytesReceived),
    fileBytesRead: live(() => meter.fileBytesRead),
    fileBytesWritten: live(() => meter.fileBytesWritten),
    openFileDescriptors: live(() => descriptors.count),
    listeners: live(() => listeners.reduce((sum, { size }) => sum + size, 0)),
  });
}

function slotFields(name: string, slots: Slots): PropertyDescriptorMap {
  return {
    [`${name}InFlight`]: live(() => slots.inFlight),
    [`${name}Queued`]: live(() => slots.queued),
    [`max${name.charAt(0).toUpperCase()}${name.slice(1)}InFlight`]: live(() => slots.maxInFlight),
  };
}

function live(get: () => number): PropertyDescriptor {
  return { get, enumerable: true };
}
