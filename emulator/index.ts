export { startEmulator, type Emulator } from './emulator';
export {
  DEFAULT_APP_ID,
  DEFAULT_SECRET_ID,
  DEFAULT_SECRET_KEY,
  type BucketOptions,
  type CorsRule,
  type EmulatorOptions,
} from './options';
export type { FaultEffects, FaultHandle, FaultRule } from './faults/fault-rule';
export type { RequestRecord } from './server/request-log';
export type { IssueOptions, TemporaryCredentials } from './auth/temporary-keys';
export type { ConditionValue, StsPolicy, StsStatement } from './auth/cam-policy';
