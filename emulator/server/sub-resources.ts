/**
 * Query parameters that select an operation. A request that holds one which no operation of the table expects is answered
 * "not implemented" instead of being taken for another operation.
 */
export const subResources: ReadonlySet<string> = new Set([
  'accelerate',
  'acl',
  'append',
  'asymmetric',
  'attributes',
  'cors',
  'delete',
  'domain',
  'domaincertificate',
  'encryption',
  'intelligenttiering',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'live',
  'location',
  'logging',
  'metric',
  'notification',
  'object-lock',
  'origin',
  'partNumber',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'referer',
  'rename',
  'replication',
  'requestPayment',
  'response-post-policy',
  'restore',
  'retention',
  'select',
  'symlink',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
]);

/** Image and media processing on the way out, such as `?imageMogr2/thumbnail/200x`. */
export const processingParameters =
  /^(imageMogr2|imageView2|imageInfo|imageAve|exif|watermark|ci-process|pic-operations)/i;
