/** Every error code the emulator answers: HTTP status and default message, after COS's list of error codes (436/7730). */
const knownErrors = {
  AccessDenied: [403, 'Access Denied.'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  ActionAccelerateNotSupported: [400, 'This operation is not supported on an acceleration domain.'],
  AppendPositionErr: [409, 'The position does not equal the length of the object.'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  BucketAccelerateNotEnabled: [400, 'Global acceleration is not enabled for this bucket.'],
  BucketAlreadyOwnedByYou: [409, 'The bucket you want to create already exists and you own it.'],
  BucketNameTooLong: [400, 'The host name of the bucket may not be longer than 60 characters.'],
  BucketVersionNotOpen: [400, 'Versioning is not enabled for this bucket.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  DomainConfigConflict: [409, 'The domain is in use already.'],
  ExpiredToken: [400, 'The provided security token has expired.'],
  FileAlreadyExists: [409, 'The object already exists and may not be overwritten.'],
  ImageTooLarge: [400, 'The image is too large to be processed.'],
  IncorrectNumberOfFilesInPostRequest: [400, 'A form upload must contain exactly one file.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The access key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid argument.'],
  InvalidBucketState: [409, 'The request is not valid for the current state of the bucket.'],
  InvalidBucketName: [400, 'The specified bucket name is not valid.'],
  InvalidCopySource: [400, 'The copy source is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidImageFormat: [400, 'The object is no image, or of a format that cannot be processed.'],
  InvalidObjectState: [403, 'The operation is not valid for the storage class of the object.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found, or its ETag did not match.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidPolicyDocument: [400, 'The policy document of the form is not valid.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidRequest: [400, 'Invalid request.'],
  InvalidTag: [400, 'The tags are not valid.'],
  InvalidURI: [400, 'Could not parse the specified URI.'],
  KeyTooLong: [400, 'Your key is too long.'],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  MalformedPolicy: [400, 'The policy is not valid.'],
  MalformedXML: [400, 'The XML you provided was not well-formed or did not validate against our published schema.'],
  MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  MissingRequestBodyError: [400, 'The request body is missing.'],
  NoSuchBucketPolicy: [404, 'The bucket policy does not exist.'],
  NoSuchCORSConfiguration: [404, 'The CORS configuration does not exist.'],
  NoSuchConfiguration: [404, 'The specified configuration does not exist.'],
  NoSuchEncryptionConfiguration: [404, 'The encryption configuration does not exist.'],
  NoSuchLifecycleConfiguration: [404, 'The lifecycle configuration does not exist.'],
  NoSuchTagSet: [404, 'The tag set does not exist.'],
  NoSuchWebsiteConfiguration: [404, 'The website configuration does not exist.'],
  OriginConfigurationNotFoundError: [404, 'The origin configuration does not exist.'],
  ReplicationConfigurationnotFoundError: [404, 'The replication configuration does not exist.'],
  TooManyConfigurations: [400, 'There are too many configurations.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchCopySource: [404, 'The copy source does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist. It may have been completed or aborted.'],
  NoSuchVersion: [404, 'The specified version does not exist.'],
  NotImplemented: [501, 'This functionality is not implemented.'],
  ObjectNotAppendable: [409, 'The object is not appendable.'],
  PreconditionFailed: [412, 'At least one of the preconditions you specified did not hold.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  RestoreAlreadyInProgress: [409, 'The object is being restored already.'],
  SSEContentNotSupported: [400, 'The encryption headers are not supported.'],
  SignatureDoesNotMatch: [403, 'The Signature you specified is invalid.'],
  SsecDecryptHeaderInvalid: [400, 'The object was stored with a customer key; the same key must be sent to read it.'],
  UnexpectedContent: [400, 'This request does not support content.'],
  XMLSizeLimit: [400, 'The XML body is too large.'],
} satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof knownErrors;

interface FailureExtras {
  /** Further elements of the error XML. */
  details?: Record<string, string>;
  headers?: Record<string, string>;
}

/** What an operation throws to answer an error. */
export class CosFailure extends Error {
  readonly details: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    extras: FailureExtras = {},
  ) {
    super(message);
    this.name = 'CosFailure';
    this.details = extras.details ?? {};
    this.headers = extras.headers ?? {};
  }
}

export function failure(code: ErrorCode, message?: string, extras?: FailureExtras): CosFailure {
  const [status, defaultMessage] = knownErrors[code];
  return new CosFailure(code, status, message ?? defaultMessage, extras);
}
