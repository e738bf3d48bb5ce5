import { authorizeAccount } from '../auth/authorize';
import type { Answer, Call } from '../server/call';
import type { Operation } from './operation';
import { owner } from './owner';
import { xmlAnswer } from './xml-answer';

export const serviceOperations: Operation[] = [
  { name: 'GetService', method: 'GET', on: 'service', handle: getService },
];

async function getService(call: Call): Promise<Answer> {
  authorizeAccount(call, 'GetService');
  const { target, query } = call.request;
  const region = (target.kind === 'service' ? target.Region : undefined) ?? query.get('region');
  const marker = query.get('marker') ?? '';
  const maxKeys = query.integer('max-keys', { min: 1, max: 2000, default: 2000 });
  const all = call.services.store.list().map((bucket) => bucket.settings);
  const wanted = all.filter(({ Bucket, Region }) => (region ?? Region) === Region && Bucket > marker);
  const page = wanted.slice(0, maxKeys);
  const isTruncated = page.length < wanted.length;
  return Promise.resolve(
    xmlAnswer('ListAllMyBucketsResult', {
      Owner: owner,
      Buckets: {
        Bucket: page.map(({ Bucket, Region, createdAt }) => ({
          Name: Bucket,
          Location: Region,
          CreationDate: createdAt.replace(/\.\d+Z$/, 'Z'),
          BucketType: 'cos',
        })),
      },
      IsTruncated: isTruncated,
      Marker: marker,
      NextMarker: isTruncated ? page.at(-1)?.Bucket : undefined,
    }),
  );
}
