import type { XmlDocument } from './document';
import type { CosError } from '../errors';
import type { ResponseInfo } from './params';

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** An answer of COS as an operation's `decode` sees it. */
export interface Answer {
  statusCode: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string | ArrayBuffer;
  /** The URL without scheme and query, as `Location` of uploads has it. */
  location: string;
}

/** A JSON body: the value of one parameter, which may be JSON text already. */
export interface JsonBody {
  readonly json: string;
}

/**
 * One call of COS's XML API as data. Parameters and result are the interfaces `P` and `R`, which carry the
 * documentation; everything that happens at run time follows from the fields below.
 */
export interface Operation<P, R> {
  /** Default `GET`. */
  readonly method: HttpMethod;
  /** What the URL names: the service, a bucket (default) or an object. */
  readonly on: 'service' | 'bucket' | 'object';
  /** The query key that selects a sub-resource, as `acl`. */
  readonly subresource?: string;
  /** Parameters sent in the query: `MaxKeys` becomes `max-keys`. */
  readonly query?: readonly (keyof P & string)[];
  /** Parameters without which the call makes no sense, beside Bucket, Region, Key and the one that is the whole document. */
  readonly needs?: readonly (keyof P & string)[];
  /** `raw` sends the parameter Body as it is; a document is made from the parameters that its rules name. */
  readonly body?: 'raw' | XmlDocument | JsonBody;
  /** Tidies the parameters that go into the document: one or many, singular or plural names. Nothing: no body. */
  readonly encode?: (params: P) => object | undefined;
  /** The document of a successful answer. */
  readonly result?: XmlDocument;
  /** Result fields that are response headers; `''` stands for the field's own name: `MaxAge` is `max-age`. */
  readonly resultHeaders?: Readonly<Record<string, string>>;
  /** Result fields that need more than the document and the headers. */
  readonly decode?: (answer: Answer, fields: Record<string, unknown>, params: P) => Record<string, unknown>;
  /** Error answers (by code or HTTP status) that are results, with the fields they give. */
  readonly recover?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The request makes an object: it gets a Content-Type, by the ending of the key where the caller gives none. */
  readonly isTyped?: true;
  /** The answer is the object itself: DataType and Output say how it is wanted. */
  readonly isDownload?: true;
  /** The request reads another object, which CopySource names. */
  readonly copies?: true;
  /** The keys that need the permission, where they are in the body. */
  readonly keys?: (params: P) => string[];
  /** The CAM action (https://cloud.tencent.com/document/product/598/69901) where it is not the method's name, or where other methods use the operation. */
  readonly action?: string;
  /** False where sending it twice does something twice; such a call is not repeated when its answer was lost. */
  readonly idempotent?: false;
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => R;
}

/** What has a default may be left out. */
export type Declaration<P, R> = Partial<Operation<P, R>>;

/** One entry of a table: `more` adds to what several calls have in common. */
export const operation = <P, R>(declaration: Declaration<P, R>, more?: Declaration<P, R>): Operation<P, R> => ({
  method: 'GET',
  on: 'bucket',
  ...declaration,
  ...more,
});

/** Called once, with the error or with the result. */
export type Callback<R> = (error: CosError | null, data?: R) => void;

/** Whatever becomes a method carries the types of its parameters and of its result in this field, which has no value. */
interface Typed<P, R> {
  readonly types?: (params: P) => R;
}
export type ParamsOf<Entry> = Entry extends Typed<infer P, unknown> ? P : never;
export type ResultOf<Entry> = Entry extends Typed<never, infer R> ? R & ResponseInfo : never;

/** A call without any required parameter may leave them out and begin with the callback. */
type Call<P, R> =
  Partial<P> extends P
    ? (params?: P | Callback<R>, callback?: Callback<R>) => Promise<R>
    : (params: P, callback?: Callback<R>) => Promise<R>;

/** The methods that a table gives a client. Every one answers a promise, and a callback as well where one is given. */
export type Methods<Table> = {
  [Name in keyof Table]: Call<ParamsOf<Table[Name]>, ResultOf<Table[Name]>>;
};

// The tables differ in their parameter types; whoever runs them treats parameters as plain data.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyOperation = Operation<any, unknown>;
export type OperationTable = Readonly<Record<string, AnyOperation>>;
