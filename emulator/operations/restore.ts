import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { ObjectRecord } from '../storage/records';
import { readXml } from '../xml/read';
import { readTree, wholeNumber, type XmlSchema } from '../xml/schema';
import { textAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';
import { changeVersion, findVersion } from './find-version';
import type { Operation } from './operation';
import { readTextBody } from './read-body';

export const restoreOperations: Operation[] = [
  { name: 'RestoreObject', method: 'POST', on: 'object', subResources: ['restore'], access: 'owner', handle: restore },
];

const schema: XmlSchema = {
  Days: wholeNumber,
  'CASJobParameters?': { Tier: ['Standard', 'Expedited', 'Bulk'] },
};
const dayMs = 24 * 3600 * 1000;
/** COS takes minutes to days; a test waits a second, or sets the emulator's clock forward. */
const workMs = 1000;

const isArchived = ({ storageClass }: ObjectRecord): boolean => /^(MAZ_|DEEP_)?ARCHIVE$/.test(storageClass);

async function restore(call: BucketCall): Promise<Answer> {
  const record = findVersion(call);
  const tree = readTree(readXml(await readTextBody(call), 'RestoreRequest'), schema, 'RestoreRequest');
  if (!isArchived(record)) throw failure('MethodNotAllowed', 'Only archived objects can be restored.');
  checkWish(record, tree);
  const nowMs = call.services.clock.nowMs();
  const state = restoreState(record, nowMs);
  if (state === 'ongoing') throw failure('RestoreAlreadyInProgress');
  const readyMs = state === 'done' ? nowMs : nowMs + workMs;
  const untilMs = readyMs + Number(textAt(tree, 'Days')) * dayMs;
  await changeVersion(call, (found) => ({ ...found, restored: { readyMs, untilMs } }));
  return { status: state === 'done' ? 200 : 202 };
}

/** https://cloud.tencent.com/document/product/436/12633: deep archives know no fast way. */
function checkWish({ storageClass }: ObjectRecord, tree: XmlTree): void {
  if (Number(textAt(tree, 'Days')) < 1) throw failure('InvalidArgument', 'Days must be 1 at least.');
  const tier = textAt(tree, 'CASJobParameters', 'Tier');
  if (storageClass === 'DEEP_ARCHIVE' && tier === 'Expedited')
    throw failure('InvalidArgument', 'The Tier of a deep archive is Standard or Bulk.');
}

/** Archived content has to be restored before it is read, copied or processed. */
export function checkReadable(record: ObjectRecord, nowMs: number): void {
  if (isArchived(record) && restoreState(record, nowMs) !== 'done') throw failure('InvalidObjectState');
}

function restoreState({ restored }: ObjectRecord, nowMs: number): 'none' | 'ongoing' | 'done' {
  if (!restored || nowMs > restored.untilMs) return 'none';
  return nowMs < restored.readyMs ? 'ongoing' : 'done';
}

/** What reads tell about a restored copy. */
export function restoreHeaders(record: ObjectRecord, nowMs: number): Record<string, string> {
  const state = restoreState(record, nowMs);
  if (state === 'none' || !record.restored) return {};
  if (state === 'ongoing') return { 'x-cos-restore': 'ongoing-request="true"' };
  const until = new Date(record.restored.untilMs).toUTCString();
  return { 'x-cos-restore': `ongoing-request="false", expiry-date="${until}"` };
}
