import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffects } from '../faults/fault-rule';

/** The emulator itself breaks the connection here; there is nobody left to answer. */
export class ConnectionReset extends Error {
  constructor() {
    super('The connection is reset by a fault');
    this.name = 'ConnectionReset';
  }
}

/** The body of a request, with the faults that act on it. Counts what has been read. */
export class RequestBody implements AsyncIterable<Buffer> {
  receivedBytes = 0;
  /** Speed limit in bytes per second, from a fault or `x-cos-traffic-limit`. */
  bytesPerSecond: number | undefined;
  /** Break the connection after so many bytes (a fault). */
  private resetAfterBytes = Infinity;
  private reading: AsyncGenerator<Buffer> | undefined;

  constructor(
    private readonly message: IncomingMessage,
    private readonly stop: AbortSignal,
  ) {}

  suffer(effects: FaultEffects): void {
    this.bytesPerSecond = effects.bandwidthBytesPerSecond;
    if (typeof effects.reset === 'object') this.resetAfterBytes = effects.reset.afterBytes;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    this.reading = this.read();
    return this.reading;
  }

  /** Throws the rest of the body away: it must not block the next request on the connection. */
  async release(): Promise<void> {
    await this.reading?.return(undefined);
    this.message.resume();
  }

  private async *read(): AsyncGenerator<Buffer> {
    // Leaving the loop early must not destroy the socket: the error still has to be answered on it.
    const chunks = this.message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of throttle(chunks, () => this.bytesPerSecond, this.stop)) {
      this.receivedBytes += chunk.length;
      if (this.receivedBytes >= this.resetAfterBytes) throw new ConnectionReset();
      yield chunk;
    }
    if (this.resetAfterBytes !== Infinity) throw new ConnectionReset();
  }

  async discard(): Promise<void> {
    const chunks = this[Symbol.asyncIterator]();
    while (!(await chunks.next()).done);
  }
}

/** Delays chunks so that their average speed stays at the limit; big chunks are cut, so that the flow is even. */
export async function* throttle(
  chunks: AsyncIterable<Buffer>,
  speed: () => number | undefined,
  stop: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const bytesPerSecond = speed();
    if (bytesPerSecond === undefined) {
      yield chunk;
      continue;
    }
    const pieceBytes = Math.max(1, Math.ceil(bytesPerSecond / 20));
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const piece = chunk.subarray(start, start + pieceBytes);
      await sleep((piece.length / bytesPerSecond) * 1000, undefined, { signal: stop });
      yield piece;
    }
  }
}
