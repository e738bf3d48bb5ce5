import { neverStops } from '../base/signal';
import type { ClientContext } from '../http/client-context';
import { ProgressMeter } from './progress-meter';
import type { AnyTransfer, UploadEvents } from './transfer';

/** Runs an upload at once, outside the queue: nobody can pause or cancel it. */
export function runDirectly(transfer: AnyTransfer, params: UploadEvents, context: ClientContext): Promise<unknown> {
  const meter = new ProgressMeter(context.host.clock, context.options.ProgressInterval, params.onProgress);
  const run = {
    signal: neverStops,
    enterTransfer: (sizeBytes: number) => meter.start(sizeBytes),
    reportProgress: (loaded: number) => meter.report(loaded),
    reportHash: () => undefined,
  };
  return transfer.run(params, run, context);
}
