import type { BucketOptions } from '../options';
import type { XmlTree } from '../xml/write';
import type { Blob } from './blobs';

/** Settings of a bucket as stored. Sub-resources (policy, lifecycle, …) each get a field here. */
export interface BucketSettings extends BucketOptions {
  /** ISO 8601. */
  createdAt: string;
  grants?: Record<string, string>;
  /** Configurations that are one XML document, by the name of their sub-resource. */
  documents?: Readonly<Record<string, XmlTree>>;
  /** Inventories by id. */
  inventories?: Readonly<Record<string, XmlTree>>;
  /** Bucket policy, JSON text as it was put. */
  policy?: string;
}

/** What a client may set on an object and gets back when it reads it. */
export interface ObjectAttributes {
  /** Response headers by lower-case name: content-type, cache-control, x-cos-meta-…, encryption. */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** `default` (as the bucket), `private`, `public-read`, … */
  readonly acl: string;
  /** `x-cos-grant-…` headers. */
  readonly grants: Readonly<Record<string, string>>;
  /** Base64 MD5 of the customer's key under SSE-C. */
  readonly customerKeyMd5?: string;
  readonly tags?: readonly (readonly [key: string, value: string])[] | undefined;
}

/** An object as stored. Its metadata file is the truth; blobs are only content. */
export interface ObjectRecord extends ObjectAttributes {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly crc64: string;
  /** ISO 8601. */
  readonly lastModified: string;
  readonly type: 'normal' | 'appendable';
  readonly blobs: readonly Blob[];
  /** Absent in buckets that never had versioning. */
  readonly versionId?: string;
  /** A restored copy of an archived object, by the server's clock. */
  readonly restored?: { readonly readyMs: number; readonly untilMs: number };
}

/** What stands in the place of an object that was deleted while its bucket kept versions. */
export interface DeleteMarker {
  readonly key: string;
  readonly versionId: string;
  /** ISO 8601. */
  readonly lastModified: string;
  readonly isDeleteMarker: true;
}

export interface PartRecord {
  readonly partNumber: number;
  readonly size: number;
  /** Without quotes: the MD5 of the part. */
  readonly etag: string;
  readonly crc64: string;
  /** ISO 8601. */
  readonly lastModified: string;
  readonly blob: Blob;
}

export interface UploadRecord extends ObjectAttributes {
  readonly uploadId: string;
  readonly key: string;
  /** ISO 8601. */
  readonly initiatedAt: string;
}
