import { configuration } from '../schema/configuration';
import { xml, xmlUnder, type Rules } from '../schema/document';
import { toArray } from '../schema/entries';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';
import type { Tag } from './tags';

/** What a list of objects holds, and where it goes. */
export interface Inventory {
  /** Name of the task: letters, digits, `-`, `_` and `.`. */
  Id: string;
  /** Where the list goes. */
  Destination: {
    COSBucketDestination: {
      /** `CSV` */
      Format: string;
      /** Owner of the bucket, as `100000000001`. */
      AccountId?: string;
      /** As `qcs::cos:ap-guangzhou::examplebucket-1250000000`. */
      Bucket: string;
      /** What keys of the lists begin with. */
      Prefix?: string;
      /** Encrypts the list: `{ SSECOS: '' }` with keys of COS. */
      Encryption?: { SSECOS?: string };
    };
  };
  /** Which objects. Default: all. */
  Filter?: { Prefix?: string; And?: { Prefix?: string; Tag?: Tag | Tag[] } };
  /** `All` versions, or the `Current` one. */
  IncludedObjectVersions: 'All' | 'Current' | (string & {});
}

/** A list that is made again and again. */
export interface ScheduledInventory extends Inventory {
  /** `true`, or `false`: the task rests. */
  IsEnabled: boolean | 'true' | 'false' | (string & {});
  /** `Daily` or `Weekly`. */
  Schedule: { Frequency: 'Daily' | 'Weekly' | (string & {}) };
}

/** The fields as the wire has them. */
export interface OptionalFieldList {
  Field: string | string[];
}

/** What the list says of each object besides its bucket and key. */
export interface OptionalFieldsParams {
  /** One or many of `Size`, `LastModifiedDate`, `ETag`, `StorageClass`, `IsMultipartUploaded`, `ReplicationStatus`, `Tag`, ... */
  OptionalFields?: string | string[] | OptionalFieldList;
}

/** Names an inventory task (清单任务). */
export interface InventoryIdParams extends BucketParams {
  /** Name of the task. */
  Id: string;
}

export interface PutBucketInventoryParams extends InventoryIdParams {
  /** The task, of the same Id. It replaces the one of that name. */
  InventoryConfiguration: ScheduledInventory & OptionalFieldsParams;
}

export interface PostBucketInventoryParams extends InventoryIdParams {
  /** The task, of the same Id, without IsEnabled and Schedule. */
  InventoryConfiguration: Inventory & OptionalFieldsParams;
}

export interface PostBucketInventoryResult {
  /** Names the job. */
  JobId: string;
}

export interface InventoryConfiguration extends ScheduledInventory {
  /** What the list says of each object besides its bucket and key. */
  OptionalFields: string[];
}

export interface GetBucketInventoryResult {
  InventoryConfiguration: InventoryConfiguration;
}

export interface ListBucketInventoryParams extends BucketParams {
  /** NextContinuationToken of the page before. */
  ContinuationToken?: string;
}

export interface ListBucketInventoryResult {
  /** At most 100 tasks per page. */
  InventoryConfigurations: InventoryConfiguration[];
  /** `'true'` where there is another page: pass NextContinuationToken as ContinuationToken. */
  IsTruncated: string;
  ContinuationToken?: string;
  NextContinuationToken?: string;
}

const fields: Rules = {
  OptionalFields: 'OptionalFields.Field[]',
  Destination: ['', { COSBucketDestination: ['', { Encryption: ['', { SSECOS: 'SSE-COS' }] }] }],
};
const inventory = configuration('inventory', xmlUnder('InventoryConfiguration', fields));

function encodeInventory({ InventoryConfiguration: given }: { InventoryConfiguration: OptionalFieldsParams }) {
  const { OptionalFields: chosen } = given;
  const list = toArray(typeof chosen === 'object' && 'Field' in chosen ? chosen.Field : chosen);
  return { InventoryConfiguration: { ...given, OptionalFields: list.length > 0 ? list : undefined } };
}

const byId = { query: ['Id'], needs: ['Id'] } as const;
const withFields = { ...byId, encode: encodeInventory };

export const bucketInventory = {
  /**
   * Makes or replaces a task that lists the objects of a bucket every day or week (设置清单任务), at most 1,000 tasks.
   * @see https://cloud.tencent.com/document/product/436/33707
   */
  putBucketInventory: operation<PutBucketInventoryParams, object>(inventory.put, withFields),

  /**
   * Has the objects of a bucket listed once (一次性清单). An Id can be used once a day.
   * @see https://www.tencentcloud.com/document/product/436/46869
   */
  postBucketInventory: operation<PostBucketInventoryParams, PostBucketInventoryResult>(inventory.put, {
    ...withFields,
    method: 'POST',
    result: xml('PostInventoryResult'),
    idempotent: false,
  }),

  /**
   * Reads an inventory task (查询清单任务). Fails with status 404 where there is none of that name.
   * @see https://cloud.tencent.com/document/product/436/33705
   */
  getBucketInventory: operation<InventoryIdParams, GetBucketInventoryResult>(inventory.get, byId),

  /**
   * Lists the inventory tasks of a bucket (查询所有清单).
   * @see https://cloud.tencent.com/document/product/436/33706
   */
  listBucketInventory: operation<ListBucketInventoryParams, ListBucketInventoryResult>(inventory.get, {
    query: ['ContinuationToken'],
    result: xml('ListInventoryConfigurationResult', { InventoryConfigurations: ['InventoryConfiguration[]', fields] }),
  }),

  /**
   * Deletes an inventory task (删除清单任务).
   * @see https://cloud.tencent.com/document/product/436/33704
   */
  deleteBucketInventory: operation<InventoryIdParams, object>(inventory.delete, byId),
};
