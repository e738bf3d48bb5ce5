import { CosError } from '../errors';
import { discardPart, type DownloadJob } from './range-download';
import type { TransferCall, TransferContext } from './transfer-context';

/** Named after the object too: two objects of the same file name must not be mixed in one file. */
export const partFileOf = (target: string, recordId: string): string => `${target}.${recordId.slice(0, 8)}.cos-part`;

/**
 * Runs a download that nobody else writes the part file of. Of two tasks for the same file, the second one writes a
 * part file beside the first; what that has received is not kept for later.
 */
export async function withOwnPart<T>(
  planned: DownloadJob,
  call: TransferCall,
  work: (job: DownloadJob) => Promise<T>,
): Promise<T> {
  const { uploadsInUse } = call;
  let job = planned;
  for (let copy = 2; uploadsInUse.has(job.recordId); copy += 1) {
    const recordId = `${copy}${planned.recordId}`;
    job = { ...planned, recordId, partFile: partFileOf(planned.target, recordId) };
  }
  uploadsInUse.add(job.recordId);
  let isKept = job === planned;
  try {
    await forgetLostRanges(job, call);
    return await work(job);
  } catch (error) {
    // The object is gone: there is nothing to go on with.
    if (error instanceof CosError && error.statusCode === 404) isKept = false;
    throw error;
  } finally {
    if (!isKept) await discardPart(job, call);
    uploadsInUse.delete(job.recordId);
  }
}

/** A phone that went off may have kept the record of ranges whose bytes it lost: these are fetched again. */
async function forgetLostRanges({ recordId, partFile }: DownloadJob, call: TransferCall): Promise<void> {
  const { checkpoints, host } = call;
  const record = checkpoints.find(recordId);
  const file = record && (await host.files.stat(partFile).catch(() => undefined));
  if (!file) return;
  const lost = Array.from(record.parts.keys()).filter((number) => number * record.partBytes > file.size);
  if (lost.length === 0) return;
  lost.forEach((number) => record.parts.delete(number));
  checkpoints.save(recordId, record, record.parts.size, true);
}

/** Removes what a canceled download has received, unless another task for the same file is at work. */
export async function discardDownload(planJob: () => DownloadJob, context: TransferContext): Promise<void> {
  try {
    const job = planJob();
    if (!context.uploadsInUse.has(job.recordId)) await discardPart(job, context);
  } catch {
    // Parameters that no download can run with have left nothing behind.
  }
}
