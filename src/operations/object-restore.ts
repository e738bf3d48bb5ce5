import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { ObjectParams, VersionParams } from '../schema/params';

export interface RestoreObjectParams extends ObjectParams, VersionParams {
  /** For how long, and how soon. */
  RestoreRequest: {
    /** How many days the readable copy stays. */
    Days: number | string;
    /** How soon. Default `Standard`. */
    CASJobParameters?: {
      /**
       * How soon it can be read. ARCHIVE: `Expedited` (within 15 minutes), `Standard` (3 to 5 hours), `Bulk` (5 to 12
       * hours). DEEP_ARCHIVE: `Standard` (12 to 24 hours), `Bulk` (24 to 48 hours).
       */
      Tier: 'Expedited' | 'Standard' | 'Bulk' | (string & {});
    };
  };
}

export const objectRestore = {
  /**
   * Makes an archived object readable for some days (恢复归档对象). Status 202: it begins; 200: only the time has changed.
   * @see https://cloud.tencent.com/document/product/436/12633
   */
  restoreObject: operation<RestoreObjectParams, object>({
    method: 'POST',
    on: 'object',
    subresource: 'restore',
    query: ['VersionId'],
    body: xmlUnder('RestoreRequest'),
  }),
};
