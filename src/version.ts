declare const __VERSION__: string | undefined;

/** Replaced by the build with the version of package.json. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'source';
