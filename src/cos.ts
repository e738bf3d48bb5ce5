import { Emitter } from './base/emitter';
import { settle } from './base/settle';
import { neverStops } from './base/signal';
import { argumentError, quoteValue } from './errors';
import type { Host } from './host/host';
import { callOperation } from './http/call';
import type { OutgoingRequest } from './http/client-context';
import { createContext } from './http/create-context';
import { listRequiredDomains, type RequiredDomains, type RequiredDomainsParams } from './http/required-domains';
import { request, type RequestParams, type RequestResult } from './http/custom-request';
import {
  askObjectUrl,
  getAuth,
  getObjectUrl,
  type GetAuthParams,
  type GetObjectUrlParams,
  type GetObjectUrlResult,
} from './http/local-signing';
import type { CosOptions, ResolvedOptions } from './options';
import type { Callback, OperationTable } from './schema/operation';
import type { CompositeTable } from './transfer/composite';
import { TaskQueues, type CosTask, type QueueEvents } from './transfer/task-queues';
import { listAll, type AnyPager, type OnPage } from './transfer/paging';
import {
  listRequiredActions,
  type AnyMethod,
  type RequiredActions,
  type RequiredActionsScope,
} from './transfer/required-actions';
import type { TransferTable } from './transfer/transfer';
import { createTransferContext, type TransferCall, type TransferContext } from './transfer/transfer-context';

/** Events of a client. */
export interface CosEvents extends QueueEvents {
  /** A request is about to be signed and sent; its URL and headers may be changed. */
  'before-send': OutgoingRequest;
}

/** What makes a COS class out of its parts: which methods it has, and on which platform it runs. */
export interface CosParts {
  readonly operations: readonly OperationTable[];
  readonly composites: readonly CompositeTable[];
  readonly transfers: readonly TransferTable[];
  readonly pagers: Readonly<Record<string, AnyPager>>;
  readonly createHost: () => Host;
}

type Params = Readonly<Record<string, unknown>>;
type AnyCallback = Callback<unknown>;

/** Callers without types may pass anything. */
const isParams = (value: unknown): value is Params => typeof value === 'object' && value !== null;

/** The common part of all entries of this package: options, events, and methods made from tables. */
export abstract class CosClient {
  /** The options in force, defaults included. `SystemClockOffset` follows the server's clock. */
  readonly options: ResolvedOptions;
  private readonly context: TransferContext;
  /** Calls outside the queue run to their end. */
  private readonly call: TransferCall;
  private readonly events = new Emitter<CosEvents>();
  private readonly tasks: TaskQueues;
  /** All methods made from tables, for what they have in common. */
  private readonly methods = new Map<string, AnyMethod>([['getObjectUrl', { actions: ['GetObject'] }]]);

  protected constructor(options: CosOptions, parts: CosParts) {
    const given: unknown = options;
    if (typeof given !== 'object' || given === null) {
      throw argumentError('new COS(options) needs options.', `Got ${quoteValue(given)}.`);
    }
    const host = { ...parts.createHost(), ...options.Host };
    this.context = createTransferContext(
      createContext(options, host, (outgoing) => this.events.emit('before-send', outgoing)),
      // The methods are made from tables, so their names are known at run time only.
      (method, params) =>
        (this as unknown as Record<typeof method, (params: object) => Promise<unknown>>)[method](params),
    );
    this.call = { ...this.context, signal: neverStops };
    this.options = this.context.options;
    this.tasks = new TaskQueues(this.context, this.events);
    const { call, tasks } = this;
    parts.operations.forEach((table) =>
      this.addMethods(table, (name, entry, params, callback) =>
        settle(callOperation(name, entry, params, call), callback),
      ),
    );
    parts.composites.forEach((table) =>
      this.addMethods(table, (_name, entry, params, callback) => settle(entry.call(params, call), callback)),
    );
    parts.transfers.forEach((table) =>
      this.addMethods(table, (_name, entry, params, callback) =>
        params['SkipTask'] ? settle(tasks.runDirectly(entry, params), callback) : tasks.run(entry, params, callback),
      ),
    );
    Object.entries(parts.pagers).forEach(([name, pager]) => this.addPager(name, pager));
  }

  /**
   * Any call that has no method of its own, data processing (数据万象) included. Signed and retried like all others.
   * @see https://cloud.tencent.com/document/product/436/7751
   */
  request(params: RequestParams, callback?: Callback<RequestResult>): Promise<RequestResult> {
    return settle(request(params, this.call), callback);
  }

  /**
   * The Authorization header for a request, with the client's keys. `''` where getAuthorization has not been asked yet.
   * @see https://cloud.tencent.com/document/product/436/7778
   */
  getAuth(params: GetAuthParams): string {
    return getAuth(params, this.context);
  }

  /**
   * The URL of an object (对象 URL), signed where keys are at hand, else bare. With a callback the credentials are asked
   * for first, and the callback gets the signed URL. Throws `CosError` for bad parameters.
   */
  getObjectUrl(params: GetObjectUrlParams, callback?: Callback<GetObjectUrlResult>): string {
    if (callback) void settle(askObjectUrl(params, this.context), callback);
    return getObjectUrl(params, this.context);
  }

  /**
   * The domains to enter in the WeChat console (服务器域名) for this bucket and these options. No request is sent.
   * Throws `CosError` for bad parameters.
   */
  getRequiredDomains(params: RequiredDomainsParams): RequiredDomains {
    return listRequiredDomains(params, this.context);
  }

  /**
   * The CAM actions (授权策略 action) that methods need, and with a scope the least policy (临时密钥 policy) to ask STS for.
   * Throws `CosError` for names that are no methods.
   */
  getRequiredActions(methods: readonly string[], scope?: RequiredActionsScope): RequiredActions {
    return listRequiredActions(methods, this.methods, scope, this.context);
  }

  /** Listens to an event. */
  on<Name extends keyof CosEvents>(event: Name, listener: (value: CosEvents[Name]) => void): void {
    this.events.on(event, listener);
  }

  /** Stops listening; `listener` is the same function as in `on`. */
  off<Name extends keyof CosEvents>(event: Name, listener: (value: CosEvents[Name]) => void): void {
    this.events.off(event, listener);
  }

  /** Emits an event; `inner-kill-task` with `{ TaskId }` cancels a task. */
  emit<Name extends keyof CosEvents>(event: Name, value: CosEvents[Name]): void;
  emit(event: 'inner-kill-task', value: { TaskId: string }): void;
  emit(event: string, value: unknown): void {
    if (event === 'inner-kill-task') this.cancelTask((value as { TaskId: string }).TaskId);
    // Whoever emits an event of this list gives what its listeners expect.
    else this.events.emit(event as keyof CosEvents, value as never);
  }

  /** All uploads of this client in order of arrival, those that have ended included (up to UploadQueueSize). */
  getTaskList(): CosTask[] {
    return this.tasks.list();
  }

  /** Whether an upload waits or runs. */
  isUploadRunning(): boolean {
    return this.tasks.isUploading();
  }

  /** Stops a task and keeps what it has sent. Its callback and its promise wait for restartTask. False where the task cannot be paused. */
  pauseTask(taskId: string): boolean {
    return this.tasks.of(taskId).pause(taskId);
  }

  /** Goes on with a paused task, or tries a failed one again. False where there is nothing to restart. */
  restartTask(taskId: string): boolean {
    return this.tasks.of(taskId).restart(taskId);
  }

  /**
   * Ends a task for good, and has the server delete what it has sent. Its callback stays silent, its promise rejects
   * with code `Canceled`. False where the task has ended already.
   */
  cancelTask(taskId: string): boolean {
    return this.tasks.of(taskId).cancel(taskId);
  }

  private addPager(name: string, pager: AnyPager): void {
    this.methods.set(name, pager.operation);
    const list = async (params: unknown, onPage: unknown): Promise<unknown> => {
      if (!isParams(params)) throw argumentError(`${name}(params, onPage): params should be an object.`);
      if (typeof onPage !== 'function')
        throw argumentError(`${name}(params, onPage): onPage should be a function.`, `Got ${quoteValue(onPage)}.`);
      // It is called with the pages that the entry declares.
      return listAll({ name, pager, params }, this.call, onPage as OnPage<unknown>);
    };
    Object.defineProperty(this, name, { configurable: true, writable: true, value: list });
  }

  private addMethods<Entry extends AnyMethod>(
    table: Readonly<Record<string, Entry>>,
    run: (name: string, entry: Entry, params: Params, callback?: AnyCallback) => Promise<unknown>,
  ): void {
    Object.entries(table).forEach(([name, entry]) => {
      this.methods.set(name, entry);
      const start = (params: unknown, callback?: AnyCallback): Promise<unknown> => {
        if (isParams(params)) return run(name, entry, params, callback);
        const advice = `Got ${quoteValue(params)}.`;
        return settle(Promise.reject(argumentError(`${name}(params): params should be an object.`, advice)), callback);
      };
      Object.defineProperty(this, name, {
        configurable: true,
        writable: true,
        // Calls without parameters may begin with the callback.
        value: (params: unknown = {}, callback?: AnyCallback) =>
          typeof params === 'function' ? start({}, params as AnyCallback) : start(params, callback),
      });
    });
  }
}
