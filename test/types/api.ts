// Compiled by `types.test.ts` against the built declarations; nothing of it runs.
/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-meaningless-void-operator -- mistakes on purpose */
import COS, {
  type CosError,
  type GetBucketResult,
  type ListAllResult,
  type ListedObject,
  type OnPage,
  type StsPolicy,
  isCosError,
} from 'cos-miniprogram-sdk';
import { expectTypeOf } from 'expect-type';

const cos = new COS({ SecretId: 'id', SecretKey: 'key' });
const place = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' };
const object = { ...place, Key: 'a.txt' };

// A call answers a promise, with a callback as well as without one.
expectTypeOf(cos.getBucket(place)).resolves.toExtend<GetBucketResult>();
expectTypeOf(cos.getBucket(place, () => undefined)).resolves.toExtend<GetBucketResult>();
expectTypeOf(cos.getBucket(place)).resolves.toHaveProperty('Contents').toEqualTypeOf<ListedObject[]>();
expectTypeOf(cos.headObject(object)).resolves.toHaveProperty('statusCode').toEqualTypeOf<number>();
expectTypeOf(cos.headObject(object)).resolves.toHaveProperty('headers').toExtend<Record<string, string>>();

// The callback gets an error or data.
void cos.getBucket(place, (error, data) => {
  expectTypeOf(error).toEqualTypeOf<CosError | null>();
  expectTypeOf(data?.Contents[0]?.Key).toEqualTypeOf<string | undefined>();
});

// Calls without required parameters may begin with the callback.
void cos.getService((error, data) => {
  expectTypeOf(error).toEqualTypeOf<CosError | null>();
  expectTypeOf(data?.Buckets).not.toBeAny();
});
expectTypeOf(cos.getService()).resolves.toHaveProperty('Buckets');

// XML values stay text, as documented.
expectTypeOf<GetBucketResult['IsTruncated']>().toBeString();
expectTypeOf<ListedObject['Size']>().toBeString();

// Uploads.
expectTypeOf(cos.putObject({ ...object, Body: 'text' }))
  .resolves.toHaveProperty('Location')
  .toBeString();
expectTypeOf(cos.putObject({ ...object, Body: new ArrayBuffer(1) }))
  .resolves.toHaveProperty('ETag')
  .toBeString();
expectTypeOf(cos.postObject({ ...object, FilePath: 'wxfile://tmp/a.png' }))
  .resolves.toHaveProperty('Location')
  .toBeString();

// Listings, page by page.
expectTypeOf(cos.listAllObjects(place, ({ Contents }) => Contents.length > 0)).resolves.toEqualTypeOf<ListAllResult>();
expectTypeOf(cos.listAllObjects).parameter(1).toEqualTypeOf<OnPage<GetBucketResult>>();
expectTypeOf(cos.listAllObjectVersions).parameter(1).parameter(0).toHaveProperty('DeleteMarkers');
expectTypeOf(cos.listAllUploads).parameter(1).parameter(0).toHaveProperty('Upload');
expectTypeOf(cos.listAllParts).parameter(1).parameter(0).toHaveProperty('Part');

// Many at once.
expectTypeOf(cos.deleteMultipleObject({ ...place, Objects: [{ Key: 'a' }] })).resolves.toHaveProperty('Deleted');
expectTypeOf(cos.abortUploadTask({ ...place, Level: 'bucket', AsyncLimit: 8 }))
  .resolves.toHaveProperty('errorList')
  .items.toHaveProperty('error')
  .toEqualTypeOf<CosError>();

// What the WeChat console and the server have to allow.
expectTypeOf(cos.getRequiredDomains({ ...place, Service: true }).downloadFile).toEqualTypeOf<string[]>();
expectTypeOf(cos.getRequiredActions(['uploadFile']).actions).toEqualTypeOf<string[]>();
expectTypeOf(cos.getRequiredActions([], { ...place, Prefix: 'a/' }).policy).toEqualTypeOf<StsPolicy | undefined>();

// Synchronous calls, statics.
expectTypeOf(cos.getAuth({ ...object, Method: 'GET' })).toBeString();
expectTypeOf(cos.getObjectUrl(object)).toBeString();
expectTypeOf(COS.version).toBeString();
expectTypeOf(COS.getAuthorization).returns.toBeString();
expectTypeOf(isCosError).guards.toEqualTypeOf<CosError>();

// Any header of COS may be passed by its name on the wire.
void cos.putObject({ ...object, Body: '', 'x-cos-meta-author': 'me', Headers: { 'x-cos-acl': 'private' } });

// Mistakes are errors.
// @ts-expect-error Region is missing
void cos.getBucket({ Bucket: place.Bucket });
// @ts-expect-error Key is missing
void cos.headObject(place);
// @ts-expect-error a Body is text or bytes
void cos.putObject({ ...object, Body: 1 });
// @ts-expect-error no such parameter
void cos.getBucket({ ...place, Prefixx: 'a/' });
// @ts-expect-error pages need somebody who reads them
void cos.listAllObjects(place);
// @ts-expect-error no such level
void cos.abortUploadTask({ ...place, Level: 'all' });
// @ts-expect-error no such method
void cos.getBuckets(place);
// @ts-expect-error no such option
void new COS({ SecretIdd: 'id' });
// @ts-expect-error options cannot be replaced
cos.options = {};
// @ts-expect-error the error's code is fixed
export const rename = (error: CosError) => (error.code = 'Other');
