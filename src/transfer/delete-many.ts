import { CosError } from '../errors';
import { buildDraft } from '../http/build';
import { callOperation } from '../http/call';
import {
  object,
  type DeleteMultipleObjectParams,
  type DeleteMultipleObjectResult,
  type ObjectToDelete,
} from '../operations/object';
import { composite } from './composite';
import type { TransferCall } from './transfer-context';

/** COS takes so many keys in one request: https://cloud.tencent.com/document/product/436/8289 */
const maxKeys = 1000;

export const deletions = {
  /**
   * Deletes any number of objects (批量删除对象), 1,000 with each request. Objects that cannot be deleted are in `Error` of the
   * result; the call itself succeeds. It rejects where the first request fails; when a later one fails, its keys are in `Error`.
   * @see https://cloud.tencent.com/document/product/436/8289
   */
  deleteMultipleObject: composite<DeleteMultipleObjectParams, DeleteMultipleObjectResult>(
    async (params, call) => {
      const { Objects } = params;
      // All keys are checked before the first are deleted.
      buildDraft('deleteMultipleObject', object.deleteMultipleObject, { ...params }, call);
      const objects = Array.isArray(Objects) ? Objects : [Objects];
      const result = await deleteSome({ ...params, Objects: objects.slice(0, maxKeys) }, call);
      for (let start = maxKeys; start < objects.length; start += maxKeys) {
        const chunk = objects.slice(start, start + maxKeys);
        const { Deleted, Error } = await deleteSome({ ...params, Objects: chunk }, call).catch(listFailed(chunk));
        result.Deleted.push(...Deleted);
        result.Error.push(...Error);
      }
      return result;
    },
    ['DeleteObject'],
  ),
};

const deleteSome = async (
  params: DeleteMultipleObjectParams,
  call: TransferCall,
): Promise<DeleteMultipleObjectResult> =>
  // The operation declares this result.
  (await callOperation(
    'deleteMultipleObject',
    object.deleteMultipleObject,
    { ...params },
    call,
  )) as unknown as DeleteMultipleObjectResult;

/** What was deleted before must not be lost to the caller. */
const listFailed =
  (objects: readonly ObjectToDelete[]) =>
  (error: unknown): DeleteMultipleObjectResult => {
    if (!(error instanceof CosError)) throw error;
    const { code: Code, message: Message } = error;
    return { Deleted: [], Error: objects.map((one) => ({ ...one, Code, Message })) };
  };
