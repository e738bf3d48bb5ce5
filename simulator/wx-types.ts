import type { WxApis } from './create-wx';

/**
 * The `wx` object. Its type holds every API of the newest base library; which of them exist at run time
 * depends on `baseLibrary` and `plugin`.
 */
export type Wx = WxApis;
