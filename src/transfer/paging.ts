import { decodePercent } from '../base/percent';
import { CosError } from '../errors';
import { callOperation, type Result } from '../http/call';
import { bucket, type GetBucketParams, type GetBucketResult } from '../operations/bucket';
import {
  multipart,
  type MultipartListParams,
  type MultipartListPartParams,
  type MultipartListPartResult,
  type MultipartListResult,
} from '../operations/multipart';
import {
  objectVersions,
  type ListObjectVersionsParams,
  type ListObjectVersionsResult,
} from '../operations/object-versions';
import type { AnyOperation } from '../schema/operation';
import type { TransferCall } from './transfer-context';

/** Gets one page. Where it returns a promise, the next page is asked for when that is fulfilled; `false` ends the listing. */
export type OnPage<Page> = (page: Page) => unknown;

/** How a listing ended. */
export interface ListAllResult {
  /** Pages that were read. */
  Pages: number;
  /** False where onPage has ended the listing and there was more. */
  IsComplete: boolean;
}

/** A listing of many pages. */
export interface Pager<P, Page> {
  readonly operation: AnyOperation;
  /** The parameter of the next page: which field of this page holds it. */
  readonly markers: Readonly<Record<string, string>>;
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => Page;
}

const pager = <P, Page>(operation: AnyOperation, markers: Readonly<Record<string, string>>): Pager<P, Page> => ({
  operation,
  markers,
});

// The entries differ in their parameter types; whoever runs them passes the caller's parameters on as they are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyPager = Pager<any, unknown>;

/** The methods that a table of listings gives a client. */
export type PagerMethods<Table> = {
  [Name in keyof Table]: Table[Name] extends Pager<infer P, infer Page>
    ? (params: P, onPage: OnPage<Page>) => Promise<ListAllResult>
    : never;
};

export const pagers = {
  /**
   * Lists all objects page by page (列出全部对象), keys decoded. Give a Prefix to list a folder, and a Delimiter to list it
   * without what lies deeper.
   * @see https://cloud.tencent.com/document/product/436/7734
   */
  listAllObjects: pager<GetBucketParams, GetBucketResult>(bucket.getBucket, { Marker: 'NextMarker' }),

  /**
   * Lists all versions of all objects page by page (列出全部对象版本), keys decoded.
   * @see https://cloud.tencent.com/document/product/436/35521
   */
  listAllObjectVersions: pager<ListObjectVersionsParams, ListObjectVersionsResult>(objectVersions.listObjectVersions, {
    KeyMarker: 'NextKeyMarker',
    VersionIdMarker: 'NextVersionIdMarker',
  }),

  /**
   * Lists all unfinished multipart uploads page by page (列出全部分块上传), keys decoded.
   * @see https://cloud.tencent.com/document/product/436/7736
   */
  listAllUploads: pager<MultipartListParams, MultipartListResult>(multipart.multipartList, {
    KeyMarker: 'NextKeyMarker',
    UploadIdMarker: 'NextUploadIdMarker',
  }),

  /**
   * Lists all parts of a multipart upload page by page (列出全部分块), the key decoded.
   * @see https://cloud.tencent.com/document/product/436/7747
   */
  listAllParts: pager<MultipartListPartParams, MultipartListPartResult>(multipart.multipartListPart, {
    PartNumberMarker: 'NextPartNumberMarker',
  }),
};

/** What is listed, and for which method. */
export interface Listing {
  readonly name: string;
  readonly pager: AnyPager;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Reads pages to the end, or until onPage answers `false`. What onPage throws rejects as it is. */
export async function listAll(
  { name, pager: { operation, markers }, params }: Listing,
  call: TransferCall,
  onPage: OnPage<unknown>,
): Promise<ListAllResult> {
  // Keys may hold characters that XML cannot.
  let next: Record<string, unknown> = { ...params, EncodingType: 'url' };
  for (let Pages = 1; ; Pages += 1) {
    const page = decodeKeys(await callOperation(name, operation, next, call)) as Result;
    const goesOn = await onPage(page);
    const isLast = page['IsTruncated'] !== 'true';
    if (isLast || goesOn === false) return { Pages, IsComplete: isLast };
    next = { ...next, ...markersAfter(name, markers, page, next) };
  }
}

/** Where the next page begins. Throws where that is no later than this one did: the listing would never end. */
function markersAfter(name: string, markers: AnyPager['markers'], page: Result, now: Result): Result {
  const after: Result = {};
  Object.entries(markers).forEach(([param, field]) => (after[param] = page[field] ?? lastKeyOf(page)));
  if (Object.keys(after).some((param) => after[param] && after[param] !== now[param])) return after;
  throw new CosError({ code: 'InvalidResponse', message: `${name} failed: the answer does not say where it goes on.` });
}

const encodedFields = /^(Key|Prefix|Delimiter|Marker|NextMarker|KeyMarker|NextKeyMarker)$/;

/** A copy with all keys decoded, and without the field that says that they were not. */
function decodeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeKeys);
  if (typeof value !== 'object' || value === null) return value;
  const decoded: Record<string, unknown> = {};
  Object.entries(value).forEach(([name, field]: [string, unknown]) => {
    if (name === 'headers') decoded[name] = field;
    else if (typeof field !== 'string') decoded[name] = decodeKeys(field);
    else if (!/^encoding-?type$/i.test(name)) decoded[name] = encodedFields.test(name) ? decodePercent(field) : field;
  });
  return decoded;
}

/** COS may leave NextMarker out where there is no Delimiter: then the last key of the page is the marker. */
function lastKeyOf(page: Result): unknown {
  const contents = page['Contents'] as GetBucketResult['Contents'] | undefined;
  return contents?.[contents.length - 1]?.Key;
}
