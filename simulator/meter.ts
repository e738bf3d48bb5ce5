/** Counters of what the phone has done so far. */
export class Meter {
  /** Body bytes handed to sockets. */
  bytesSent = 0;
  /** Body bytes that arrived, after content decoding. */
  bytesReceived = 0;
  /** Bytes read from files by the file system API and by uploads. */
  fileBytesRead = 0;
  /** Bytes written to files by the file system API and by downloads. */
  fileBytesWritten = 0;
}
