import { neverStops } from '../base/signal';
import { ProgressMeter } from './progress-meter';
import type { AnyTransfer, UploadEvents } from './transfer';
import type { TransferContext } from './transfer-context';

/** Runs an upload at once, outside the queue: nobody can pause or cancel it. */
export function runDirectly(transfer: AnyTransfer, params: UploadEvents, context: TransferContext): Promise<unknown> {
  const meter = new ProgressMeter(context.host.clock, context.options.ProgressInterval, params.onProgress);
  let totalBytes = 0;
  const run = {
    signal: neverStops,
    enterTransfer: (sizeBytes: number, resumedBytes = 0) => {
      totalBytes = sizeBytes;
      meter.report(resumedBytes, Math.max(sizeBytes, 1));
    },
    reportProgress: (loaded: number) => meter.report(loaded, totalBytes),
    reportHash: () => undefined,
  };
  return transfer.run(params, run, context);
}
