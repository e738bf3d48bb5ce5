import { neverStops } from '../base/signal';
import { ProgressMeter } from './progress-meter';
import type { AnyTransfer, UploadEvents } from './transfer';
import type { TransferContext } from './transfer-context';

/** Runs an upload at once, outside the queue: nobody can pause or cancel it. */
export function runDirectly(transfer: AnyTransfer, params: UploadEvents, context: TransferContext): Promise<unknown> {
  const meter = new ProgressMeter(context.host.clock, context.options.ProgressInterval, params.onProgress);
  const run = {
    signal: neverStops,
    enterTransfer: (sizeBytes: number) => meter.start(sizeBytes),
    reportProgress: (loaded: number) => meter.report(loaded),
    reportHash: () => undefined,
  };
  return transfer.run(params, run, context);
}
